package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.i64;
import static worldmesh.world.vectors.Meaning.number;
import static worldmesh.world.vectors.Meaning.unsigned;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.MerkleTree;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.ReceiptEntry;
import worldmesh.world.command.TickHeader;
import worldmesh.world.command.Verdict;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Signature;

/** Commands, receipts of ticks of several sizes, and version vectors. */
@NullUnmarked // null is a value of JSON
final class CommandVectors {
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 100, 1_000};

    private static final int[] TURNS = {1, 2, 3, 5, 8, 33, 63, 64};

    private CommandVectors() {}

    static void write(Vectors out) {
        for (int i = 0; i < 16; i++) {
            Random random = new Random(44_000 + i);
            envelope("command-" + i, random, out);
            versions("versions-" + i, random, i, out);
            receipt("receipt-" + i, random, SIZES[i % SIZES.length], out);
        }
        for (int count : TURNS) {
            turn("sealed-" + count, new Random(45_000 + count), count, out);
        }
    }

    /** One command of a turn of so many, under the seal of all. */
    private static void turn(String name, Random random, int count, Vectors out) {
        List<CommandEnvelope> turn = new ArrayList<>();
        SectorId sector = Meaning.sector(random);
        long session = number(random);
        for (int i = 0; i < count; i++) {
            CommandId id = new CommandId(BatchVectors.AUTHOR.peer(), session, number(random));
            turn.add(new CommandEnvelope(id, sector, random.nextInt(), Meaning.bytes(random, random.nextInt(40))));
        }
        int index = random.nextInt(count);
        CommandEnvelope command = CommandSeal.seal(turn, Meaning.WORLD, number(random), BatchVectors.AUTHOR)
                .get(index);
        CommandSeal seal = command.seal();
        Map<String, Object> value = Json.object(
                "version", 2,
                "key", BatchVectors.AUTHOR_KEY,
                "session", i64(session),
                "sequence", unsigned(command.id().sequence()),
                "sector", Meaning.sector(sector),
                "type", Meaning.i32(command.type()),
                "record", Meaning.hex(command.payload()),
                "millis", i64(seal.worldMillis()),
                "count", count,
                "index", index,
                "path", seal.path().stream().map(Hash::toString).toList(),
                "signature", seal.signature().toString());
        String world = Meaning.WORLD.hash().toString();
        out.means(name, "command", command.encode(), value, "world", world);
    }

    private static CommandId command(Random random) {
        return new CommandId(Meaning.peer(random), number(random), number(random));
    }

    private static Map<String, Object> meaning(CommandId id) {
        return Json.object(
                "player", Meaning.peer(id.player()), "session", i64(id.session()), "sequence", unsigned(id.sequence()));
    }

    private static void envelope(String name, Random random, Vectors out) {
        CommandId id = command(random);
        SectorId sector = Meaning.sector(random);
        int type = random.nextInt();
        byte[] record = Meaning.bytes(random, random.nextInt(40));
        Map<String, Object> value = Json.object(
                "version", 1,
                "id", meaning(id),
                "sector", Meaning.sector(sector),
                "type", Meaning.i32(type),
                "record", Meaning.hex(record));
        out.means(name, "command", new CommandEnvelope(id, sector, type, record).encode(), value);
    }

    private static void versions(String name, Random random, int count, Vectors out) {
        VersionVector vector = new VersionVector();
        List<Object> value = new ArrayList<>();
        TreeSet<Long> replicas = new TreeSet<>(Long::compareUnsigned);
        for (int i = 0; i < count; i++) {
            replicas.add(number(random));
        }
        for (long replica : replicas) {
            long sequence = Math.max(1, number(random) & Long.MAX_VALUE);
            vector.set(replica, sequence);
            value.add(Json.object("replica", i64(replica), "sequence", unsigned(sequence)));
        }
        ByteWriter bytes = new ByteWriter();
        vector.encode(bytes);
        out.means(name, "versions", bytes.toBytes(), value);
    }

    private static ReceiptEntry entry(Random random) {
        Verdict verdict = switch (random.nextInt(3)) {
            case 0 -> new Verdict.Accepted(command(random), number(random), number(random));
            case 1 -> new Verdict.Rejected(command(random), Meaning.words(random));
            default -> new Verdict.Provisional(command(random));
        };
        return new ReceiptEntry(Meaning.hash(random), verdict, Meaning.hash(random));
    }

    private static void receipt(String name, Random random, int size, Vectors out) {
        List<ReceiptEntry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(entry(random));
        }
        MerkleTree tree =
                MerkleTree.of(entries.stream().map(ReceiptEntry::encode).toList());
        TickHeader header =
                new TickHeader(Meaning.WORLD, number(random), number(random), number(random), size, tree.root());
        Signature signature = new Signature(BatchVectors.AUTHOR.sign(header.signedBytes()));
        int leaf = random.nextInt(3) == 0 ? size - 1 : random.nextInt(size);
        Receipt receipt = new Receipt(header, signature, entries.get(leaf), leaf, tree.path(leaf));
        Map<String, Object> value = Json.object(
                "version",
                1,
                "header",
                Json.object(
                        "world", Meaning.WORLD.hash().toString(),
                        "epoch", unsigned(header.epoch()),
                        "tick", unsigned(header.tick()),
                        "millis", i64(header.worldMillis()),
                        "leaves", size,
                        "root", header.root().toString()),
                "signature",
                signature.toString(),
                "entry",
                meaning(receipt.entry()),
                "leaf",
                leaf,
                "path",
                receipt.path().stream().map(Hash::toString).toList());
        out.means(name, "receipt", receipt.encode(), value, "key", BatchVectors.AUTHOR_KEY);
    }

    private static Map<String, Object> meaning(ReceiptEntry entry) {
        Verdict verdict = entry.verdict();
        Map<String, Object> out = Json.object("kind", verdict.kind().code(), "command", meaning(verdict.command()));
        if (verdict instanceof Verdict.Accepted accepted) {
            out.putAll(Json.object("epoch", unsigned(accepted.epoch()), "index", unsigned(accepted.index())));
        } else if (verdict instanceof Verdict.Rejected rejected) {
            out.put("reason", rejected.reason());
        }
        return Json.object(
                "envelope", entry.envelope().toString(),
                "verdict", out,
                "effects", entry.effects().toString());
    }
}
