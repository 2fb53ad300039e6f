package worldmesh.world.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The decoder in JavaScript, which was written from the text of docs/wire-world.md, agrees with the product: on every
 * golden vector, and on whether thousands of damaged ones can be read. Skipped where there is no node.
 */
class SecondDecoderTest {
    private static final Path CHECK = Path.of("..", "docs", "wire", "check.mjs");
    private static final int MUTANTS = 4_000;

    /** More takes the decoder long and shows no more. */
    private static final int MOST_BYTES = 1_500;

    private static String node(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", CHECK.toString()));
        command.addAll(Arrays.asList(more));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return abort("node is not installed here: " + e.getMessage());
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void theSecondDecoderReadsEveryGoldenVectorAsWeDo() throws IOException, InterruptedException {
        String said = node();

        assertTrue(said.startsWith("{\"vectors\":") && said.contains("\"failed\":0}"), said);
    }

    @Test
    void theSecondDecoderReadsADamagedVectorIfAndOnlyIfWeDo(@TempDir Path directory)
            throws IOException, InterruptedException {
        List<Map<String, Object>> sound = new ArrayList<>();
        for (Vectors each : GoldenVectorsTest.vectors().values()) {
            for (Map<String, Object> vector : each.all()) {
                int digits = ((String) vector.get("hex")).length();
                if (digits > 0 && digits <= 2 * MOST_BYTES && vector.containsKey("value")) {
                    sound.add(vector);
                }
            }
        }
        Random random = new Random(20_261_121);
        Vectors mutants = new Vectors();
        for (int i = 0; i < MUTANTS; i++) {
            Map<String, Object> vector = sound.get(random.nextInt(sound.size()));
            byte[] bytes = HexFormat.of().parseHex((String) vector.get("hex"));
            byte[] bad = HostileVectors.mutant(bytes, random);
            mutants.judged(vector, i, bad, HostileVectors.reads(vector, bad));
        }
        Path file = directory.resolve("mutants.json");
        Files.writeString(file, mutants.text());

        assertTrue(node(file.toString()).contains("\"vectors\":" + MUTANTS));
    }
}
