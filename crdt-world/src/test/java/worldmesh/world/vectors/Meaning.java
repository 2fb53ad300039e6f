package worldmesh.world.vectors;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.causal.Dot;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.WorldId;

/** The values that many vectors are made of, and how they look in JSON. */
@NullUnmarked // null is a value of JSON
final class Meaning {
    static final WorldId WORLD = new WorldId(Hash.of("a world".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    static final long CLOCK = 1_700_000_000_000L << 16;

    /** Where a length, a sign or a width changes. */
    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        63,
        64,
        -64,
        -65,
        127,
        128,
        8191,
        8192,
        1L << 31,
        -(1L << 31) - 1,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
    };

    private Meaning() {}

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String i64(long value) {
        return HexFormat.of().toHexDigits(value);
    }

    static String i32(int value) {
        return HexFormat.of().toHexDigits(value);
    }

    static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }

    static Map<String, Object> sector(SectorId sector) {
        return sector == null
                ? null
                : Json.object("x", Long.toString(sector.x()), "y", Long.toString(sector.y()), "scale", sector.scale());
    }

    static String entity(EntityId entity) {
        return i64(entity.replica()) + ":" + unsigned(entity.counter());
    }

    static String proof(ProofId id) {
        return id == null ? null : i64(id.high()) + i64(id.low());
    }

    static String peer(PeerId peer) {
        return hex(peer.bytes());
    }

    static String key(PublicKey key) {
        return hex(key.bytes());
    }

    static Map<String, Object> dot(Dot dot) {
        return Json.object("replica", i64(dot.replica()), "clock", i64(dot.sequence()), "index", dot.index());
    }

    static List<Object> dots(List<Dot> dots) {
        return List.copyOf(dots.stream().map(Meaning::dot).toList());
    }

    // Random values, often at an edge.

    static long number(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
            case 1 -> random.nextInt(200) - 100;
            default -> random.nextLong() >> random.nextInt(64);
        };
    }

    static byte[] bytes(Random random, int count) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return out;
    }

    static Hash hash(Random random) {
        return Hash.ofBytes(bytes(random, Hash.BYTES));
    }

    static PeerId peer(Random random) {
        return PeerId.ofBytes(bytes(random, PeerId.BYTES));
    }

    static PublicKey key(Random random) {
        return new PublicKey(bytes(random, PublicKey.BYTES));
    }

    static ProofId proofOrNull(Random random) {
        return random.nextBoolean() ? null : new ProofId(number(random), number(random));
    }

    static SectorId sector(Random random) {
        return random.nextBoolean()
                ? new SectorId(random.nextInt(5) - 2, random.nextInt(5) - 2, random.nextInt(3))
                : new SectorId(number(random), number(random), random.nextInt(256));
    }

    static EntityId entity(Random random, long self) {
        long replica = random.nextBoolean() ? self : number(random);
        long serial = random.nextInt(8) == 0 ? number(random) >>> 2 : random.nextInt(40);
        return EntityId.of(replica, serial, Trust.ofCode(random.nextInt(4)));
    }

    static String words(Random random) {
        String[] words = {
            "", "a", "red", "sword", "\u00e4\u00f6", "\u65e5\u672c", "\ud83d\ude00", "\uffee", "\"\\\n", "zz"
        };
        return words[random.nextInt(words.length)] + (random.nextBoolean() ? "" : Integer.toString(random.nextInt(30)));
    }
}
