package worldmesh.world.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import worldmesh.world.delta.OpKind;

/**
 * The vectors under docs/wire/vectors are what this program writes. A change of the wire changes them:
 * {@code -Dvectors.write=true} writes them anew.
 */
class GoldenVectorsTest {
    private static final Path HOME = Path.of("..", "docs", "wire", "vectors");

    static Map<String, Vectors> vectors() {
        Map<String, Vectors> out = new LinkedHashMap<>();
        for (String name : List.of("ids", "records", "proofs", "batches", "snapshots", "commands", "sync")) {
            out.put(name, new Vectors());
        }
        IdVectors.write(out.get("ids"));
        RecordVectors.write(out.get("records"));
        ProofVectors.write(out.get("proofs"));
        BatchVectors.write(out.get("batches"));
        SnapshotVectors.write(out.get("snapshots"));
        CommandVectors.write(out.get("commands"));
        SyncVectors.write(out.get("sync"));
        Vectors hostile = new Vectors();
        HostileVectors.write(List.copyOf(out.values()), hostile);
        out.put("hostile", hostile);
        return out;
    }

    @Test
    void theVectorsOfTheDocumentationAreThoseOfTheProgram() throws IOException {
        int count = 0;
        for (Map.Entry<String, Vectors> entry : vectors().entrySet()) {
            Path file = HOME.resolve(entry.getKey() + ".json");
            if (Boolean.getBoolean("vectors.write")) {
                Files.createDirectories(HOME);
                Files.writeString(file, entry.getValue().text());
            }
            assertEquals(Files.readString(file), entry.getValue().text(), entry.getKey());
            count += entry.getValue().size();
        }
        assertTrue(count >= 500, "only " + count + " vectors");
    }

    @Test
    void thereAreVectorsOfEveryKindOfOp() {
        for (OpKind kind : OpKind.values()) {
            assertTrue(BatchVectors.KINDS.containsKey(kind.name().toLowerCase(Locale.ROOT)), kind.name());
        }
    }
}
