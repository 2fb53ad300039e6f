package worldmesh.peer.asset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafeNameTest {
    @Test
    void ordinaryNamesStayAsTheyAre() {
        assertEquals("level 1.zip", SafeName.of("level 1.zip"));
        assertEquals("grüße-世界.txt", SafeName.of("grüße-世界.txt"));
    }

    @Test
    void pathsAreCutToTheirLastName() {
        assertEquals("x", SafeName.of("../x"));
        assertEquals("passwd", SafeName.of("/etc/passwd"));
        assertEquals("evil.exe", SafeName.of("C:\\Windows\\evil.exe"));
        assertEquals("file", SafeName.of(".."));
        assertEquals("file", SafeName.of("a/.."));
        assertEquals("file", SafeName.of(""));
        assertEquals("file", SafeName.of("a/"));
        assertEquals("bashrc", SafeName.of(".bashrc"));
    }

    @Test
    void whatSteersOrHidesIsLeftOut() {
        assertEquals("ab", SafeName.of("a\0b"));
        assertEquals("a[31mb", SafeName.of("a\u001b[31mb"));
        assertEquals("cod.exe", SafeName.of("cod\u202e.exe"));
        assertEquals("a_b", SafeName.of("a:b"));
        assertEquals("a", SafeName.of("a. . ."));
    }

    @Test
    void devicesGetAnotherName() {
        assertEquals("_CON", SafeName.of("CON"));
        assertEquals("_nul.txt", SafeName.of("nul.txt"));
        assertEquals("_COM1.log", SafeName.of("COM1.log"));
        assertEquals("console", SafeName.of("console"));
    }

    @Test
    void longNamesKeepTheirEnding() {
        String safe = SafeName.of("ü".repeat(120) + ".zip");

        assertTrue(safe.endsWith(".zip"));
        assertTrue(safe.getBytes(StandardCharsets.UTF_8).length <= SafeName.BYTES_MAX);
    }

    @Test
    void anyNameIsOnePlainNameAndSafeAsItIs() {
        Random random = new Random(1);
        String alphabet = "a./\\\0:*?\"<>| \u202e\u00a0\u2028\n\tCONUL1\ud800ü世~$%";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                name.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }

            String safe = SafeName.of(name.toString());

            Path folder = Path.of("/downloads");
            Path file = folder.resolve(safe).normalize();
            assertEquals(
                    folder,
                    file.getParent(),
                    () -> "of " + name.toString().chars().boxed().toList());
            assertFalse(safe.startsWith("."));
            assertEquals(safe, SafeName.of(safe));
        }
    }
}
