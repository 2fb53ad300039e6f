package worldmesh.peer.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import worldmesh.peer.asset.AssetClaim;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** What sharers have said of their files, in one small file that is replaced as a whole. */
final class ClaimFile {
    private static final int VERSION = 1;

    private static final int BYTES_MAX = 3 + AssetClaim.KEPT_MAX * AssetClaim.BYTES;

    private ClaimFile() {}

    /** Reads what was kept; nothing if there is no such file, or it is damaged: sharers say it again. */
    static List<AssetClaim> read(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) > BYTES_MAX) {
            return List.of();
        }
        ByteReader in = new ByteReader(Files.readAllBytes(file));
        int version = in.u8();
        int count = in.count(AssetClaim.KEPT_MAX);
        List<AssetClaim> claims = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            AssetClaim claim = AssetClaim.read(in);
            if (claim == null) {
                return List.of();
            }
            claims.add(claim);
        }
        return in.complete() && version == VERSION ? claims : List.of();
    }

    static void write(Path file, List<AssetClaim> claims) throws IOException {
        int count = Math.min(AssetClaim.KEPT_MAX, claims.size());
        ByteWriter out = new ByteWriter();
        out.u8(VERSION).varint(count);
        claims.subList(0, count).forEach(claim -> claim.write(out));
        AssetRecord.replace(file, out.toBytes());
    }
}
