package dev.weir.io;

/**
 * What statfs says of a volume at one moment. Its name and the type of its file system are those of {@link dev.weir.Volume}. Immutable.
 *
 * @param blocks in all, in units of {@code fragmentSize}
 * @param freeBlocks in the same units
 * @param availableBlocks what of them ordinary users may take
 * @param files how many files there can be; 0 where the file system knows no limit
 * @param blockSize what is good to read and write at once, in bytes
 * @param fragmentSize the unit of the blocks, in bytes
 * @param maximumNameLength of one name, in bytes
 */
public record VolumeInformation(
        long blocks,
        long freeBlocks,
        long availableBlocks,
        long files,
        long freeFiles,
        int blockSize,
        int fragmentSize,
        int maximumNameLength) {

    /** In bytes. */
    public long totalSize() {
        return blocks * fragmentSize;
    }

    /** What ordinary users may still take, in bytes. */
    public long availableSize() {
        return availableBlocks * fragmentSize;
    }
}
