package worldmesh.samples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.samples.lanparty.GameWorld;
import worldmesh.world.command.CommandId;

/**
 * Judges a finished demonstration by what its peers left on disk: their stores, their receipts, their reports. Runs in
 * a process of its own, so that nothing the driver holds can colour the verdict.
 */
public final class DemoChecker {
    private final List<PeerDirectory> peers;
    private final PeerDirectory host;

    private DemoChecker(List<PeerDirectory> peers) {
        this.peers = peers;
        this.host = peers.get(0);
    }

    /** {@code DIRECTORY SECONDS NAME...}, the host first; prints the findings as JSON, exits 1 if a promise failed. */
    public static void main(String[] args) throws JsonProcessingException {
        List<PeerDirectory> peers = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            peers.add(new PeerDirectory(args[i], Path.of(args[0]).resolve(args[i])));
        }
        Findings findings = new DemoChecker(peers).check(Integer.parseInt(args[1]));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println(new ObjectMapper().writeValueAsString(findings));
        System.exit(findings.good() ? 0 : 1);
    }

    private Findings check(int seconds) {
        StoreAudit atKill = audit(host.storeAtKill());
        StoreAudit atEnd = audit(host.store());
        Set<CommandId> acked = new TreeSet<>();
        Set<String> digests = new TreeSet<>();
        digests.add(atEnd.digest());
        for (PeerDirectory peer : peers) {
            acked.addAll(ReceiptReader.acknowledged(peer.receipts()));
            if (!peer.equals(host)) {
                digests.add(audit(peer.store()).digest());
            }
        }
        int lost = (int)
                acked.stream().filter(id -> !atEnd.applied().containsKey(id)).count();
        int twice = (int)
                atEnd.applied().values().stream().filter(count -> count > 1).count();
        return new Findings(
                peers.size(),
                max("start"),
                max("join"),
                digests.size() == 1 && !atEnd.digest().isEmpty(),
                atEnd.digest(),
                acked.size(),
                lost,
                twice,
                gold(atKill),
                gold(atEnd),
                restored(atKill, atEnd),
                rejoinMillis(),
                seconds);
    }

    private static StoreAudit audit(Path store) {
        return StoreAudit.of(store, GameWorld.schema(), Ed25519Verifier.INSTANCE);
    }

    private static long gold(StoreAudit audit) {
        StoreAudit.Asset gold = audit.assets().get("gold");
        return gold == null ? 0 : gold.circulating();
    }

    private static boolean restored(StoreAudit atKill, StoreAudit atEnd) {
        return !atKill.applied().isEmpty()
                && atEnd.applied().keySet().containsAll(atKill.applied().keySet())
                && atEnd.rejected().keySet().containsAll(atKill.rejected().keySet())
                && atEnd.world() != null
                && atEnd.world().equals(atKill.world())
                && atKill.problems().isEmpty()
                && atEnd.problems().isEmpty();
    }

    private long max(String key) {
        return peers.stream()
                .flatMap(peer -> peer.reported(key).stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(-1);
    }

    // The host listens twice; every other peer reports the time of each epoch it hears of.
    private long rejoinMillis() {
        List<Long> listening = host.reported("listening");
        if (listening.size() < 2) {
            return -1;
        }
        long back = listening.get(listening.size() - 1);
        long last = -1;
        for (PeerDirectory peer : peers) {
            if (!peer.equals(host)) {
                long linked = peer.reported("epoch").stream()
                        .filter(at -> at >= back)
                        .min(Long::compare)
                        .orElse(-1L);
                if (linked < 0) {
                    return -1;
                }
                last = Math.max(last, linked - back);
            }
        }
        return last;
    }
}
