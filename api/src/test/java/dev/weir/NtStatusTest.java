package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NtStatusTest {

    @ParameterizedTest
    @CsvSource({
        "0x00000000, SUCCESS, true",
        "0x3FFFFFFF, SUCCESS, true",
        "0x40000000, INFORMATIONAL, true",
        "0x7FFFFFFF, INFORMATIONAL, true",
        "0x80000000, WARNING, false",
        "0xBFFFFFFF, WARNING, false",
        "0xC0000000, ERROR, false",
        "0xFFFFFFFF, ERROR, false",
        "0xA0000001, WARNING, false",
        "0xE0000001, ERROR, false",
    })
    void severityIsTheTopTwoBitsAndSuccessTheSign(String text, Severity severity, boolean success) {
        NtStatus status = NtStatus.parse(text).orElseThrow();
        assertThat(status.severity()).isEqualTo(severity);
        assertThat(status.isSuccess()).isEqualTo(success);
        assertThat(status.hex()).isEqualTo(text);
    }

    @Test
    void theFieldsOfDoNotDetach() {
        NtStatus status = NtStatus.FLT_DO_NOT_DETACH;
        assertThat(status.value()).isEqualTo(0xC01C0010);
        assertThat(status.facility()).isEqualTo(NtStatus.FACILITY_FILTER_MANAGER);
        assertThat(status.code()).isEqualTo(0x10);
        assertThat(status.isCustomer()).isFalse();
        assertThat(status.hresult()).contains(0x801F0010);
        assertThat(status).hasToString("STATUS_FLT_DO_NOT_DETACH (0xC01C0010)");
        assertThat(NtStatus.of(0xE01C0010).isCustomer()).isTrue();
    }

    @Test
    void anHresultOfTheFilterManagersWarningAndErrorIsTheSame() {
        assertThat(NtStatus.FLT_BUFFER_TOO_SMALL.hresult()).contains(0x801F0001);
        assertThat(NtStatus.FLT_NO_HANDLER_DEFINED.hresult()).contains(0x801F0001);
        assertThat(NtStatus.FLT_IO_COMPLETE.hresult()).contains(0x001F0001);
        assertThat(NtStatus.ACCESS_DENIED.hresult()).isEmpty();
    }

    @Test
    void namesAndValuesLeadToEachOther() {
        var names = new HashSet<String>();
        for (NtStatus status : NtStatus.named()) {
            assertThat(names.add(status.name())).isTrue();
            assertThat(status.name()).startsWith("STATUS_");
            assertThat(NtStatus.parse(status.name())).contains(status);
            assertThat(NtStatus.of(status.value())).isSameAs(status);
            assertThat(NtStatus.parse(status.hex())).contains(status);
        }
        assertThat(names).hasSizeGreaterThan(135);
        assertThat(NtStatus.parse("flt_do_not_detach")).contains(NtStatus.FLT_DO_NOT_DETACH);
        assertThat(NtStatus.parse("nonsense")).isEmpty();
        assertThat(NtStatus.parse("0xXYZ")).isEmpty();
    }

    @Test
    void noStatusBecomesEnosysOrAnErrnoOutOfRange() {
        for (NtStatus status : NtStatus.named()) {
            for (MajorFunction major : MajorFunction.values()) {
                int errno = status.errno(major);
                assertThat(errno).isBetween(0, 511).isNotEqualTo(Errno.ENOSYS);
                if (status.isSuccess()) {
                    assertThat(errno).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80001234, 0xC0001234, 0xFFFFFFFF, 0xA0000001})
    void anUnknownWarningOrErrorIsEio(int value) {
        assertThat(NtStatus.of(value).errno(MajorFunction.READ)).isEqualTo(Errno.EIO);
    }

    @Test
    void whatEndsDataIsNoErrorWhereItEndsData() {
        assertThat(NtStatus.END_OF_FILE.errno(MajorFunction.READ)).isZero();
        assertThat(NtStatus.END_OF_FILE.errno(MajorFunction.CREATE)).isEqualTo(Errno.EIO);
        assertThat(NtStatus.NO_MORE_FILES.errno(MajorFunction.DIRECTORY_CONTROL))
                .isZero();
        assertThat(NtStatus.BUFFER_OVERFLOW.errno(MajorFunction.QUERY_EA)).isEqualTo(Errno.ERANGE);
        assertThat(NtStatus.INVALID_DEVICE_REQUEST.errno(MajorFunction.DEVICE_CONTROL))
                .isEqualTo(Errno.ENOTTY);
        assertThat(NtStatus.INVALID_DEVICE_REQUEST.errno(MajorFunction.WRITE)).isEqualTo(Errno.EOPNOTSUPP);
    }

    @ParameterizedTest
    @CsvSource({
        "ACCESS_DENIED, 13",
        "DISK_FULL, 28",
        "OBJECT_NAME_NOT_FOUND, 2",
        "MEDIA_WRITE_PROTECTED, 30",
        "VIRUS_INFECTED, 13",
        "TOO_MANY_LINKS, 31",
        "FILE_TOO_LARGE, 27",
        "QUOTA_EXCEEDED, 122",
        "CANCELLED, 4",
        "NOT_IMPLEMENTED, 95",
        "FLT_DO_NOT_DETACH, 5",
        "FLT_DELETING_OBJECT, 108"
    })
    void theRowsOfTheErrnoTable(String name, int errno) {
        assertThat(NtStatus.parse(name).orElseThrow().errno(MajorFunction.WRITE))
                .isEqualTo(errno);
    }

    @Test
    void everyErrnoOfTheBaseHasAStatusThatIsNoSuccess() {
        assertThat(NtStatus.ofErrno(0)).isEqualTo(NtStatus.SUCCESS);
        for (int errno = 1; errno < 600; errno++) {
            assertThat(NtStatus.ofErrno(errno).isSuccess()).isFalse();
        }
        assertThat(NtStatus.ofErrno(Errno.ENOENT)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
        assertThat(NtStatus.ofErrno(Errno.EACCES)).isEqualTo(NtStatus.ACCESS_DENIED);
        assertThat(NtStatus.ofErrno(Errno.ENOSPC)).isEqualTo(NtStatus.DISK_FULL);
        assertThat(NtStatus.ofErrno(-1)).isEqualTo(NtStatus.UNSUCCESSFUL);
    }
}
