package worldmesh.world.delta;

import org.jspecify.annotations.Nullable;

/** The kinds of op this version applies. The code is part of the wire format; other codes are kept and passed on. */
public enum OpKind {
    /** An entity is born in this sector. */
    SPAWN(1),
    /** An entity dies. */
    DELETE(2),
    /** A register gets a value. */
    WRITE(3),
    /** A counter changes by an amount. */
    ADD(4),
    /** An element joins a set, or a flag is enabled. */
    INCLUDE(5),
    /** An element leaves a set, or a flag is disabled. */
    EXCLUDE(6),
    /** An entity gets another owner. */
    CLAIM(7),
    /** An entity left this sector, or its birth sector learns where it is now. */
    LEAVE(8),
    /** An entity entered this sector with its cells. */
    ENTER(9),
    /** A number is offered to a greatest or least. */
    OFFER(10),
    /** Rights of a stock are made or handed on. */
    ENTITLE(11),
    /** A stock is spent from. */
    SPEND(12),
    /** Tiles of a chunk are painted. */
    PAINT(13),
    /** A key of a map is bound. */
    BIND(14),
    /** A text is edited. */
    EDIT(15),
    /** A list is edited. */
    SPLICE(16),
    /** An entity moves in a tree of entities. */
    ATTACH(17),
    /** Kept as bytes: a later version knows it. */
    UNKNOWN(0);

    private final int code;

    OpKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** True for ops of one cell that only version 2 carries: offers, escrow, tiles, maps, sequences, trees. */
    public boolean isCellOfLaterKind() {
        return switch (this) {
            case OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, SPLICE, ATTACH -> true;
            case SPAWN, DELETE, WRITE, ADD, INCLUDE, EXCLUDE, CLAIM, LEAVE, ENTER, UNKNOWN -> false;
        };
    }

    /** True for the ops that change one cell. */
    public boolean isOfCell() {
        return this == WRITE || this == ADD || this == INCLUDE || this == EXCLUDE || isCellOfLaterKind();
    }

    private static final OpKind[] BY_CODE = values();

    static {
        // The codes are the numbers from 1 on in the order of the constants; UNKNOWN stands last.
        for (int i = 0; i < BY_CODE.length - 1; i++) {
            if (BY_CODE[i].code != i + 1) {
                throw new IllegalStateException(BY_CODE[i] + " is out of order");
            }
        }
    }

    static @Nullable OpKind ofCode(int code) {
        if (code > 0 && code < BY_CODE.length) {
            return BY_CODE[code - 1];
        }
        return code == 0 ? null : UNKNOWN;
    }
}
