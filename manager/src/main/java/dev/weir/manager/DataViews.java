package dev.weir.manager;

import dev.weir.FileHandle;
import dev.weir.operation.Allocate;
import dev.weir.operation.CopyRange;
import dev.weir.operation.Ioctl;
import dev.weir.operation.Read;
import dev.weir.operation.ReadDirectory;
import dev.weir.operation.Seek;
import dev.weir.operation.Write;

/** The views of what moves and places data. */
final class DataViews {
    private DataViews() {}

    static final class ReadView extends ParameterView implements Read {
        ReadView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        void room(int bytes) {
            number(1, bytes);
        }

        @Override
        public long offset() {
            return number(0);
        }

        @Override
        public void setOffset(long offset) {
            number(0, offset);
        }

        @Override
        public int byteCount() {
            return (int) number(1);
        }

        @Override
        public void setByteCount(int byteCount) {
            number(1, byteCount);
        }

        @Override
        public int flags() {
            return (int) number(2);
        }
    }

    static final class WriteView extends ParameterView implements Write {
        WriteView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        void room(int bytes) {
            number(1, bytes);
        }

        @Override
        public long offset() {
            return number(0);
        }

        @Override
        public void setOffset(long offset) {
            number(0, offset);
        }

        @Override
        public int byteCount() {
            return (int) number(1);
        }

        @Override
        public void setByteCount(int byteCount) {
            number(1, byteCount);
        }

        @Override
        public int flags() {
            return (int) number(2);
        }
    }

    static final class SeekView extends ParameterView implements Seek {
        SeekView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public long offset() {
            return number(0);
        }

        @Override
        public void setOffset(long offset) {
            number(0, offset);
        }

        @Override
        public int whence() {
            return (int) number(1);
        }
    }

    static final class AllocateView extends ParameterView implements Allocate {
        AllocateView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public long offset() {
            return number(0);
        }

        @Override
        public void setOffset(long offset) {
            number(0, offset);
        }

        @Override
        public long rangeLength() {
            return number(1);
        }

        @Override
        public void setRangeLength(long rangeLength) {
            number(1, rangeLength);
        }

        @Override
        public int mode() {
            return (int) number(2);
        }
    }

    static final class CopyRangeView extends ParameterView implements CopyRange {
        CopyRangeView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public long offset() {
            return number(0);
        }

        @Override
        public void setOffset(long offset) {
            number(0, offset);
        }

        @Override
        public FileHandle destination() {
            return handle(0);
        }

        @Override
        public long destinationOffset() {
            return number(1);
        }

        @Override
        public void setDestinationOffset(long destinationOffset) {
            number(1, destinationOffset);
        }

        @Override
        public long rangeLength() {
            return number(2);
        }

        @Override
        public void setRangeLength(long rangeLength) {
            number(2, rangeLength);
        }

        @Override
        public int flags() {
            return (int) number(3);
        }
    }

    static final class ReadDirectoryView extends ParameterView implements ReadDirectory {
        ReadDirectoryView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        void room(int bytes) {
            number(1, bytes);
        }

        @Override
        public long offset() {
            return number(0);
        }

        @Override
        public int byteCount() {
            return (int) number(1);
        }

        @Override
        public void setByteCount(int byteCount) {
            number(1, byteCount);
        }
    }

    static final class IoctlView extends ParameterView implements Ioctl {
        IoctlView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public int command() {
            return (int) number(0);
        }

        @Override
        public long argument() {
            return number(1);
        }

        @Override
        public int inputLength() {
            return (int) number(2);
        }

        @Override
        public int outputLength() {
            return (int) number(3);
        }

        @Override
        public int flags() {
            return (int) number(4);
        }
    }
}
