package worldmesh.testkit.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules of nftables of this machine, and what their counters say. Stateless. */
final class Nft {
    /** Headers of IPv4 and UDP, which the kernel counts and a mesh does not. */
    private static final int HEADER_BYTES = 28;

    private static final Pattern COUNTER = Pattern.compile("counter (\\w+) \\{\\s*packets (\\d+) bytes (\\d+)");

    private Nft() {}

    /** What a counter says. */
    record Count(long packets, long payloadBytes) {}

    /** What a script ended with, and what it printed. */
    record Output(int code, String text) {}

    static Count count(String table, String name) {
        Matcher counters = COUNTER.matcher(run("list table inet " + table).text);
        while (counters.find()) {
            if (counters.group(1).equals(name)) {
                long packets = Long.parseLong(counters.group(2));
                return new Count(packets, Long.parseLong(counters.group(3)) - packets * HEADER_BYTES);
            }
        }
        throw new IllegalStateException("there is no counter " + name);
    }

    static Output run(String script) {
        try {
            Process nft = new ProcessBuilder("nft", "-f", "-")
                    .redirectErrorStream(true)
                    .start();
            try (var input = nft.outputWriter(StandardCharsets.UTF_8)) {
                input.write(script + "\n");
            }
            String text = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(nft.waitFor(), text);
        } catch (IOException e) {
            return new Output(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
