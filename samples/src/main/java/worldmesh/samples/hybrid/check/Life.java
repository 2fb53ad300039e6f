package worldmesh.samples.hybrid.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one diary says of its angler: from when frames counted until it rested, or was killed. */
final class Life {
    /** Stands for no time. */
    static final long NEVER = Long.MIN_VALUE;

    final String name;
    String self = "";
    long beganNanos = NEVER;

    /** When it rested or was killed. */
    long endedNanos = Long.MAX_VALUE;

    boolean killed;
    final Times framesDue = new Times();
    final Times framesSent = new Times();
    final Stalls stalls = new Stalls();

    /** Frames by who they came from: when each came first. */
    private final Map<String, Times> heard = new HashMap<>();

    final Map<String, Long> said = new LinkedHashMap<>();
    final Map<String, Long> lines = new LinkedHashMap<>();
    final Map<Integer, Long> wished = new LinkedHashMap<>();
    final Map<Integer, Long> answered = new LinkedHashMap<>();

    /** Its processor time in milliseconds, when frames began to count and when it rested. */
    final List<Long> cpuMillis = new ArrayList<>();

    int caught;
    int refused;
    int provisional;
    final List<String> problems = new ArrayList<>();

    private final Map<String, String> voices = new HashMap<>();

    private Life(String name) {
        this.name = name;
    }

    /** Reads diaries; a torn last line counts as unwritten. */
    static Life read(String name, List<Path> diaries) {
        Life life = new Life(name);
        diaries.forEach(life::read);
        return life;
    }

    private void read(Path diary) {
        try (BufferedReader lines = Files.newBufferedReader(diary)) {
            String before = lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(before);
                before = line;
            }
            if (before != null && Files.size(diary) > 0 && endsWhole(diary)) {
                take(before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + diary + ": " + e.getMessage(), e);
        }
    }

    private static boolean endsWhole(Path diary) throws IOException {
        try (var file = Files.newByteChannel(diary)) {
            var last = ByteBuffer.allocate(1);
            file.position(file.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }

    private void take(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "f" ->
                heard.computeIfAbsent(voices.getOrDefault(words[1], "?"), source -> new Times())
                        .putIfAbsent(Integer.parseInt(words[2]), Long.parseLong(words[3]));
            case "frame" -> {
                framesDue.putIfAbsent(Integer.parseInt(words[1]), Long.parseLong(words[2]));
                framesSent.putIfAbsent(Integer.parseInt(words[1]), Long.parseLong(words[3]));
            }
            case "stall" -> stalls.add(Long.parseLong(words[1]), Long.parseLong(words[2]));
            case "voice" -> voices.put(words[1], words[2]);
            case "damaged" -> problems.add(name + " got a damaged frame");
            case "self" -> self = words[1];
            case "begin" -> beganNanos = Long.parseLong(words[1]);
            case "rest" -> endedNanos = Long.parseLong(words[1]);
            default -> takeWord(words);
        }
    }

    private void takeWord(String[] words) {
        switch (words[0]) {
            case "says" -> said.put(words[1], Long.parseLong(words[2]));
            case "hears" -> {
                if (lines.put(words[1], Long.parseLong(words[2])) != null) {
                    problems.add(name + " heard a line twice");
                }
            }
            case "wish" -> wished.put(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            case "caught" -> {
                caught++;
                answered.put(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            }
            case "refused" -> {
                refused++;
                answered.put(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            }
            case "cpu" -> cpuMillis.add(Long.parseLong(words[1]));
            case "provisional" -> provisional++;
            case "refusals" -> {
                if (Long.parseLong(words[1]) > 0) {
                    problems.add(name + " refused " + words[1] + " frames as of nobody");
                }
            }
            case "unwritten" -> {
                if (Long.parseLong(words[1]) > 0) {
                    problems.add(name + " wrote down " + words[1] + " frames too few");
                }
            }
            default -> problems.add(name + " wrote '" + words[0] + "', which is no word of a diary");
        }
    }

    /** When the frames of another came. */
    Times heardOf(Life other) {
        return heard.getOrDefault(other.self, new Times());
    }

    void killedAt(long nanos) {
        killed = true;
        endedNanos = nanos;
    }

    boolean talked() {
        return beganNanos != NEVER;
    }

    @Override
    public String toString() {
        return name;
    }
}
