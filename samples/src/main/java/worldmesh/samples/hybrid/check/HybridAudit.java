package worldmesh.samples.hybrid.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import worldmesh.authority.store.AuditReplica;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.samples.hybrid.play.AnglerFiles;
import worldmesh.samples.hybrid.pond.Basket;
import worldmesh.samples.hybrid.pond.PondWorld;
import worldmesh.samples.troupe.ReceiptReader;
import worldmesh.world.command.CommandId;

/** What a checker reads after the party: the diaries, the receipts and the stores. */
final class HybridAudit {
    /** What a player said so shortly before its death may have gone to nobody. */
    private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A kill stalls what is asked for within so long of it, or was open already. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final List<Life> lives = new ArrayList<>();
    private final List<Long> kills = new ArrayList<>();
    private final Stalls anchor = new Stalls();
    /** Of those that lived to the end. */
    private final List<StoreAudit> stores = new ArrayList<>();

    private final SortedMap<CommandId, Long> receipts = new TreeMap<>();
    private final long fish;
    private final List<VoicePath> paths;

    HybridAudit(Path directory, Path driver, List<String> names) {
        for (String name : names) {
            AnglerFiles files = AnglerFiles.of(directory, name);
            lives.add(Life.read(name, List.of(files.diary(), files.voice())));
            receipts.putAll(ReceiptReader.acknowledged(files.receipts()));
        }
        readDriver(driver);
        List<Path> left = lives.stream()
                .filter(life -> !life.killed)
                .map(life -> AnglerFiles.of(directory, life.name).store())
                .toList();
        left.forEach(store -> stores.add(StoreAudit.of(store, PondWorld.schema(), Ed25519Verifier.INSTANCE)));
        long[] sum = new long[1];
        AuditReplica.of(left.get(0), PondWorld.schema(), Ed25519Verifier.INSTANCE)
                .each(null, Basket.class, (entity, basket) -> sum[0] += basket.fish());
        this.fish = sum[0];
        this.paths = VoicePath.all(lives, anchor);
    }

    private void readDriver(Path driver) {
        try {
            for (String line : Files.exists(driver) ? Files.readAllLines(driver) : List.<String>of()) {
                String[] words = line.split(" ", -1);
                long nanos = Long.parseLong(words[2]);
                if (words[0].equals("stall")) {
                    anchor.add(Long.parseLong(words[1]), nanos);
                } else {
                    kills.add(nanos);
                    lives.stream().filter(life -> life.name.equals(words[1])).forEach(life -> life.killedAt(nanos));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + driver + ": " + e.getMessage(), e);
        }
    }

    List<Life> lives() {
        return lives;
    }

    int kills() {
        return kills.size();
    }

    /** What the driver overslept, which does nothing else. */
    Stalls anchor() {
        return anchor;
    }

    List<VoicePath> paths() {
        return paths;
    }

    /** Lines that were said, by who lived on long enough to send them, or that anybody heard. */
    int chatSaid() {
        return lines().size();
    }

    private Map<String, Long> lines() {
        Set<String> heard = new TreeSet<>();
        lives.forEach(life -> life.lines.keySet().stream()
                .filter(line -> !life.said.containsKey(line))
                .forEach(heard::add));
        Map<String, Long> lines = new TreeMap<>();
        lives.forEach(life -> life.said.forEach((line, nanos) -> {
            if (heard.contains(line) || !life.killed || nanos < life.endedNanos - LAST_WORDS_NANOS) {
                lines.put(line, nanos);
            }
        }));
        return lines;
    }

    /** Lines, by who should have heard them, that somebody did not who was there when they were said and to the end. */
    int chatLost() {
        int lost = 0;
        for (Map.Entry<String, Long> line : lines().entrySet()) {
            for (Life life : lives) {
                boolean there = life.talked() && !life.killed && life.beganNanos <= line.getValue();
                lost += there && !life.lines.containsKey(line.getKey()) ? 1 : 0;
            }
        }
        return lost;
    }

    /** For each kill the longest that a command of a living player waited for its answer; -1 if one got none. */
    List<Long> stallsMillis() {
        return kills.stream().map(this::stallMillis).toList();
    }

    private long stallMillis(long kill) {
        long longest = 0;
        for (Life life : lives) {
            for (Map.Entry<Integer, Long> wish : life.wished.entrySet()) {
                Long answer = life.answered.get(wish.getKey());
                boolean during = life.endedNanos > kill && wish.getValue() < kill + STALL_NANOS;
                if (during && answer == null && !life.killed) {
                    return -1;
                }
                if (during && answer != null && answer > kill) {
                    longest = Math.max(longest, answer - wish.getValue());
                }
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    /** Commands of players that lived to the end which nobody answered. */
    int unanswered() {
        return lives.stream()
                .filter(life -> !life.killed)
                .mapToInt(life -> life.wished.size() - life.answered.size())
                .sum();
    }

    /** Commands that players hold receipts for. */
    int receipts() {
        return receipts.size();
    }

    /** Of those, how many a log lacks that reaches back to them; who joined has a log from then on. */
    int lostAcks() {
        Set<CommandId> lost = new TreeSet<>();
        receipts.forEach((id, tick) -> {
            List<StoreAudit> reaching =
                    stores.stream().filter(store -> tick >= store.logBegins()).toList();
            boolean kept = !reaching.isEmpty()
                    && reaching.stream().allMatch(store -> store.applied().containsKey(id));
            if (!kept) {
                lost.add(id);
            }
        });
        return lost.size();
    }

    /** Commands that stand in some log more than once. */
    int duplicates() {
        return (int) stores.stream()
                .flatMap(store -> store.applied().values().stream())
                .filter(count -> count > 1)
                .count();
    }

    /** Fish in all baskets, less the commands that the longest log accepted: what came about without a command. */
    long fishFromNowhere() {
        int applied =
                stores.stream().mapToInt(store -> store.applied().size()).max().orElse(0);
        return fish - applied;
    }

    boolean converged() {
        return stores.stream().map(StoreAudit::digest).distinct().count() == 1
                && !stores.get(0).digest().isEmpty();
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        lives.forEach(life -> problems.addAll(life.problems));
        stores.forEach(store -> problems.addAll(store.problems()));
        return problems;
    }
}
