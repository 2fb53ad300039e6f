package worldmesh.simulation.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.tick.CutEntry;
import worldmesh.authority.tick.LogEntry;
import worldmesh.mesh.invite.Invite;
import worldmesh.mesh.wire.CookieReply;
import worldmesh.mesh.wire.Hello;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.Segment;
import worldmesh.peer.PeerConfig;
import worldmesh.peer.wire.MessageKind;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.config.ConfigException;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.testkit.fuzz.FuzzTarget;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.component.Declaration;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.SnapshotRoot;
import worldmesh.world.sync.sketch.SketchDecoder;
import worldmesh.world.sync.sketch.SketchEncoder;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.WorldManifest;

/** The readers of bytes that peers and files bring, as far as they can be reached from outside their package. */
public final class FuzzTargets {
    /** The strings of a batch may unfold to 240 KiB, and every op of 16,384 is an object or three. */
    private static final long BATCH_BASE = 2 << 20;

    /** A column of a bit for each copy or part becomes longs and objects. */
    private static final long SNAPSHOT_BASE = 2 << 20;

    private static final long SNAPSHOT_FACTOR = 4_096;

    /** The values of a log may unfold to 240 KiB, and four bytes for each of sixty thousand. */
    private static final long LOG_BASE = 4 << 20;

    /** A message says how long it is unpacked, up to 64 KiB. */
    private static final long MESSAGE_BASE = 1 << 20;

    /** Jackson and the YAML parser under it begin with large buffers. */
    private static final long CONFIG_BASE = 4 << 20;

    private FuzzTargets() {}

    /** Fresh targets; each keeps state of its own and belongs to one thread. */
    public static List<FuzzTarget> all() {
        List<FuzzTarget> all = new ArrayList<>(world());
        all.addAll(LinkTargets.all());
        all.addAll(RendezvousTargets.all());
        all.add(BackupTarget.of());
        return all;
    }

    private static List<FuzzTarget> world() {
        return List.of(
                new FuzzTarget(
                        "batch", Corpus.of("batch"), data -> SignedBatch.decode(data) != null, BATCH_BASE, 1_024),
                new FuzzTarget("merge", Corpus.of("batch"), new MergeTarget(), 2 * BATCH_BASE, 4_096),
                new FuzzTarget(
                        "snapshot", Corpus.of("snapshot"), FuzzTargets::snapshot, SNAPSHOT_BASE, SNAPSHOT_FACTOR),
                new FuzzTarget(
                        "text-log",
                        Corpus.of("text-log"),
                        data -> EditLog.decode(new ByteReader(data)) != null,
                        LOG_BASE,
                        1_024),
                new FuzzTarget("list-log", Corpus.of("list-log"), FuzzTargets::listLog, LOG_BASE, 1_024),
                new FuzzTarget("cells", Corpus.of("cells"), FuzzTargets::cells, SNAPSHOT_BASE, SNAPSHOT_FACTOR),
                FuzzTarget.of("declarations", Corpus.of("declarations"), data -> Declaration.decode(data) != null),
                FuzzTarget.of("proof", Corpus.of("proof"), data -> ProofCodec.decode(data) != null),
                FuzzTarget.of("manifest", Corpus.of("manifest"), data -> WorldManifest.decode(data) != null),
                FuzzTarget.of("command", Corpus.of("command"), data -> CommandEnvelope.decode(data) != null),
                FuzzTarget.of("receipt", Corpus.of("receipt"), data -> Receipt.decode(data) != null),
                FuzzTarget.of("cut", Corpus.of("cut"), data -> Cut.decode(data) != null),
                new FuzzTarget("sketch", Corpus.of("sketch"), FuzzTargets::sketch, SNAPSHOT_BASE, SNAPSHOT_FACTOR),
                new FuzzTarget(
                        "difference", Corpus.of("difference"), FuzzTargets::difference, SNAPSHOT_BASE, SNAPSHOT_FACTOR),
                FuzzTarget.of("snapshot-root", Corpus.of("snapshot-root"), data -> SnapshotRoot.decode(data) != null),
                FuzzTarget.of("versions", Corpus.of("versions"), FuzzTargets::versions),
                FuzzTarget.of("datagram", Corpus.of("datagram"), FuzzTargets::datagram),
                new FuzzTarget(
                        "session", Corpus.of("session"), data -> MessageKind.decode(data) != null, MESSAGE_BASE, 2_048),
                FuzzTarget.of("party", Corpus.of("party"), data -> PartyCodec.decode(data) != null),
                FuzzTarget.of("log-entry", Corpus.of("log-entry"), data -> LogEntry.decode(data) != null),
                FuzzTarget.of("cut-entry", Corpus.of("cut-entry"), data -> CutEntry.decode(data) != null),
                FuzzTarget.of("invitation", Corpus.of("invitation"), FuzzTargets::invitation),
                new FuzzTarget("config", Corpus.of("config"), FuzzTargets::config, CONFIG_BASE, 4_096));
    }

    private static boolean snapshot(byte[] data) {
        Snapshot snapshot = Snapshot.decode(data);
        return snapshot != null && snapshot.open() != null;
    }

    /** Symbols that are read are also decoded, against nothing. */
    private static boolean sketch(byte[] data) {
        SketchPart part = SketchPart.decode(data);
        if (part == null) {
            return false;
        }
        new SketchDecoder(new SketchEncoder(new long[0])).add(part.symbols());
        return part.opening() == null || part.opening().known().open() != null;
    }

    private static boolean difference(byte[] data) {
        Difference difference = Difference.decode(data);
        return difference != null && difference.more().open() != null;
    }

    /** A log that is read is also made, as a merge would. */
    private static boolean listLog(byte[] data) {
        EditLog log = EditLog.decodeValues(new ByteReader(data));
        Sequence list = Sequence.ofValues();
        return log != null
                && log.apply(list, new Author(1, SectorId.ORIGIN))
                && list.seen().length() == list.length();
    }

    /** Cells of all kinds, whose values are then asked for. */
    private static boolean cells(byte[] data) {
        ByteReader in = new ByteReader(data);
        Cells cells = Cells.decode(in);
        cells.each((component, cell) -> cell.value());
        return in.complete();
    }

    private static boolean versions(byte[] data) {
        ByteReader in = new ByteReader(data);
        VersionVector.decode(in);
        return in.complete();
    }

    private static boolean datagram(byte[] data) {
        boolean hello = Hello.decode(data, data.length) != null;
        boolean cookie = CookieReply.decode(data, data.length) != null;
        boolean refusal = Refusal.decode(data, data.length) != null;
        boolean segment = Segment.decode(data, data.length) != null;
        return List.of(hello, cookie, refusal, segment).contains(true);
    }

    /** What is wrong with a link is said in one kind of exception, and no other. */
    private static boolean invitation(byte[] data) {
        try {
            Invite.parse(new String(data, StandardCharsets.UTF_8));
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** What is wrong with a file is said in one kind of exception, and no other. */
    private static boolean config(byte[] data) {
        try {
            ConfigLoader.of(PeerConfig.class)
                    .yaml("fuzz", new String(data, StandardCharsets.UTF_8))
                    .load();
            return true;
        } catch (ConfigException refused) {
            return false;
        }
    }
}
