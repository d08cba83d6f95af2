package dev.weir.manager;

/** What statfs answers; filled by the base file system, sent by the front. Sizes in units of fragmentSize bytes. Belongs to its operation. */
public final class VolumeStatistics {
    public long blocks;
    public long freeBlocks;
    public long availableBlocks;
    public long files;
    public long freeFiles;
    public int blockSize;
    public int fragmentSize;
    public int maximumNameLength;

    VolumeStatistics() {}

    void copyFrom(VolumeStatistics other) {
        blocks = other.blocks;
        freeBlocks = other.freeBlocks;
        availableBlocks = other.availableBlocks;
        files = other.files;
        freeFiles = other.freeFiles;
        blockSize = other.blockSize;
        fragmentSize = other.fragmentSize;
        maximumNameLength = other.maximumNameLength;
    }

    void clear() {
        blocks = 0;
        freeBlocks = 0;
        availableBlocks = 0;
        files = 0;
        freeFiles = 0;
        blockSize = 0;
        fragmentSize = 0;
        maximumNameLength = 0;
    }
}
