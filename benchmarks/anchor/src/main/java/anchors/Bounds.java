package anchors;

/** Opens the door of this package to the bounds of {@link Plain}, which stay as they were measured first. */
public final class Bounds {
    private Bounds() {}

    /** An empty world of columns: the bound that shares are taken of. */
    public static Workload.World columns(int replica) {
        return new Plain.FastWorld(replica);
    }

    /** A world of columns from its snapshot. */
    public static Workload.World columns(byte[] snapshot, int replica) {
        return Plain.FastWorld.load(snapshot, replica);
    }

    /** An empty world of one hash map. */
    public static Workload.World hashMap(int replica) {
        return new Plain.HashWorld(replica);
    }

    /** A world of one hash map from its snapshot. */
    public static Workload.World hashMap(byte[] snapshot, int replica) {
        return Plain.HashWorld.load(snapshot, replica);
    }
}
