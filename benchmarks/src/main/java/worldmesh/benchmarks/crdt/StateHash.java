package worldmesh.benchmarks.crdt;

import anchors.Workload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a world holds in the end, as every engine of the field prints it. */
record StateHash(int count, long hpSum, long idSum, String hash) {
    static StateHash of(Workload.World world) {
        TreeMap<Integer, String> rows = new TreeMap<>();
        long[] hpSum = new long[1];
        world.rows((id, pos, owner, hp, tags) -> {
            String place = (pos >>> 24) + "," + (pos >>> 16 & 0xFF) + "," + (pos & 0xFFFF);
            rows.put(id, id + "|" + place + "|p" + owner + "|" + hp + "|" + tags + "\n");
            hpSum[0] += hp;
        });
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            long idSum = 0;
            for (Map.Entry<Integer, String> row : rows.entrySet()) {
                idSum += row.getKey();
                sha.update(row.getValue().getBytes(StandardCharsets.UTF_8));
            }
            String hash = HexFormat.of().formatHex(sha.digest(), 0, 6);
            return new StateHash(rows.size(), hpSum[0], idSum & 0xFFFF_FFFFL, hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
