package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.operation.GetXattr;
import dev.weir.operation.ListXattr;
import dev.weir.operation.QueryAttributes;
import dev.weir.operation.QueryVolume;
import dev.weir.operation.ReadSymbolicLink;
import dev.weir.operation.RemoveXattr;
import dev.weir.operation.SetMode;
import dev.weir.operation.SetOwner;
import dev.weir.operation.SetTimes;
import dev.weir.operation.SetXattr;
import dev.weir.operation.Truncate;

/** The views of what asks for and changes attributes. */
final class AttributeViews {
    private AttributeViews() {}

    abstract static class AttributesView extends ParameterView {
        AttributesView(ParameterBlocks blocks) {
            super(blocks);
        }

        public int valid() {
            return (int) number(0);
        }

        public void setValid(int valid) {
            number(0, valid);
        }

        public int mode() {
            return (int) number(1);
        }

        public void setMode(int mode) {
            number(1, mode);
        }

        public int userId() {
            return (int) number(2);
        }

        public void setUserId(int userId) {
            number(2, userId);
        }

        public int groupId() {
            return (int) number(3);
        }

        public void setGroupId(int groupId) {
            number(3, groupId);
        }

        public long size() {
            return number(4);
        }

        public void setSize(long size) {
            number(4, size);
        }

        public long accessSeconds() {
            return number(5);
        }

        public void setAccessSeconds(long accessSeconds) {
            number(5, accessSeconds);
        }

        public int accessNanos() {
            return (int) number(6);
        }

        public void setAccessNanos(int accessNanos) {
            number(6, accessNanos);
        }

        public long modificationSeconds() {
            return number(7);
        }

        public void setModificationSeconds(long modificationSeconds) {
            number(7, modificationSeconds);
        }

        public int modificationNanos() {
            return (int) number(8);
        }

        public void setModificationNanos(int modificationNanos) {
            number(8, modificationNanos);
        }
    }

    static final class QueryAttributesView extends ParameterView implements QueryAttributes {
        QueryAttributesView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public int mask() {
            return (int) number(0);
        }
    }

    static final class ReadSymbolicLinkView extends ParameterView implements ReadSymbolicLink {
        ReadSymbolicLinkView(ParameterBlocks blocks) {
            super(blocks);
        }
    }

    static final class TruncateView extends AttributesView implements Truncate {
        TruncateView(ParameterBlocks blocks) {
            super(blocks);
        }
    }

    static final class SetModeView extends AttributesView implements SetMode {
        SetModeView(ParameterBlocks blocks) {
            super(blocks);
        }
    }

    static final class SetOwnerView extends AttributesView implements SetOwner {
        SetOwnerView(ParameterBlocks blocks) {
            super(blocks);
        }
    }

    static final class SetTimesView extends AttributesView implements SetTimes {
        SetTimesView(ParameterBlocks blocks) {
            super(blocks);
        }
    }

    static final class GetXattrView extends ParameterView implements GetXattr {
        GetXattrView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        void room(int bytes) {
            number(0, bytes);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
        }

        @Override
        public int byteCount() {
            return (int) number(0);
        }
    }

    static final class ListXattrView extends ParameterView implements ListXattr {
        ListXattrView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        void room(int bytes) {
            number(0, bytes);
        }

        @Override
        public int byteCount() {
            return (int) number(0);
        }
    }

    static final class SetXattrView extends ParameterView implements SetXattr {
        SetXattrView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
        }

        @Override
        public int flags() {
            return (int) number(0);
        }

        @Override
        public int extraFlags() {
            return (int) number(1);
        }
    }

    static final class RemoveXattrView extends ParameterView implements RemoveXattr {
        RemoveXattrView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
        }
    }

    static final class QueryVolumeView extends ParameterView implements QueryVolume {
        QueryVolumeView(ParameterBlocks blocks) {
            super(blocks);
        }
    }
}
