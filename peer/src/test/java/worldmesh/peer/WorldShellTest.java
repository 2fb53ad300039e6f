package worldmesh.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.testkit.crypto.SimulatedSignatures;

class WorldShellTest {
    private static WorldShell shell() {
        return new WorldShell(new SimulatedSignatures().signer(1), new SecureRandom(), null, Path.of("nowhere"));
    }

    private static String failureOn(String thread, Runnable use) throws InterruptedException {
        AtomicReference<String> failure = new AtomicReference<>("");
        Thread other = new Thread(
                () -> failure.set(
                        assertThrows(IllegalStateException.class, use::run).toString()),
                thread);
        other.start();
        other.join();
        return Objects.requireNonNull(failure.get());
    }

    @Test
    void useFromAnotherThreadNamesBothThreads() throws InterruptedException {
        WorldShell shell = shell();
        shell.enterUpdate();

        String failure = failureOn("audio", shell::checkThread);

        assertTrue(failure.contains("'audio'"), failure);
        assertTrue(failure.contains("'" + Thread.currentThread().getName() + "'"), failure);
    }

    @Test
    void theFirstUpdateDecidesTheThread() throws InterruptedException {
        WorldShell shell = shell();
        Thread render = new Thread(shell::enterUpdate, "render");
        render.start();
        render.join();

        IllegalStateException refused = assertThrows(IllegalStateException.class, shell::checkThread);

        assertTrue(refused.toString().contains("'render'"), refused.toString());
    }

    @Test
    void callbacksRunInOrderWhenTheyAreDrainedAndNotBefore() {
        WorldShell shell = shell();
        List<Integer> ran = new ArrayList<>();
        shell.callbacks().execute(() -> ran.add(1));
        shell.callbacks().execute(() -> ran.add(2));
        assertEquals(List.of(), ran);

        shell.drainCallbacks();

        assertEquals(List.of(1, 2), ran);
    }

    @Test
    void aMissingStoreNamesTheArtifactToAdd(@TempDir Path directory) {
        World.Builder builder = World.builder().store(directory.resolve("world"));

        IllegalStateException refused = assertThrows(IllegalStateException.class, builder::open);

        assertTrue(refused.toString().contains("io.github.worldmesh:worldmesh-authority-node"), refused.toString());
        assertTrue(Files.notExists(directory.resolve("world")));
    }

    @Test
    void aWorldWithoutAPlaceToBeKeptIsRefused() {
        assertThrows(IllegalStateException.class, World.builder()::open);
    }
}
