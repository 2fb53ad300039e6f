package worldmesh.authority.row;

import java.nio.ByteBuffer;

/**
 * The tables of a store. A key is the table's byte and then fields of fixed size, big-endian, so that rows of one kind
 * lie together in their natural order; see docs/journal.md.
 */
public enum Table {
    /** The signed founding record of the world. */
    MANIFEST(0x01),
    /** Certificates, grants, claims, revocations and equivocations, by id. */
    PROOF(0x02),
    /** Signed batches, by sector, replica and sequence. */
    BATCH(0x03),
    /** The newest snapshot of each sector. */
    SNAPSHOT(0x04),
    /** World time less wall clock. */
    WORLD_OFFSET(0x05),
    /** The highest epoch ever used or seen. */
    EPOCH(0x06),
    /** Commands of this player that wait for the majority of the party, by session and sequence. */
    WISH(0x07),
    /** Answers to commands, by player, session and sequence. */
    ANSWER(0x10),
    /** The exactly-once window of each player's session. */
    WINDOW(0x11),
    /** Balances, by entity and component. */
    ACCOUNT(0x12),
    /** What each asset's issuer owes: minus everything in circulation. */
    ISSUER(0x13),
    /** Transfers, by epoch, index and number. */
    TRANSFER(0x14),
    /** The signed log of ticks, by epoch and first index. */
    LOG(0x15),
    /** The end of the log: its hash, tick and index. */
    LOG_HEAD(0x16),
    /** Players whose commands are refused. */
    BAN(0x17),
    /** The last committed entry: its epoch, tick and hash. */
    COMMITTED(0x18),
    /** What was stored after it and is not known to be committed, and under which epoch. */
    PREPARED(0x19),
    /** The highest epoch promised or followed, and to whom. */
    PROMISE(0x1A),
    /** The rosters of the party and the entries that made them, by number. */
    ROSTER(0x1B),
    /** The first tick of each epoch in the log. */
    TENURE(0x1C),
    /** The entry after which the log begins, where a state was taken over. */
    LOG_BASE(0x1D),
    /** Branches of this store that lost against another, by the tick they had reached. */
    FORK(0x1E),
    /** Batches of tenures that a state taken over rests on, by sector and replica: the last sequence. */
    COVER(0x1F),
    /** A claim by right of a grant that the committed log rests on. */
    COVERED_CLAIM(0x20),
    /** Invitations that this player gave, by id. */
    INVITATION(0x21),
    /** Batches of tenures in the committed log, by sector and replica: the last sequence and the chain of them all. */
    REACHED(0x22),
    /** An entry this member made as the holder, and knows that it was never committed. */
    DISOWNED(0x23),
    /** Accepted commands of this player whose decision its log knows by a state alone, by tick. */
    KEPT(0x24),
    /** CRITICAL cells of entities that a player may delete, where the committed log ends, by both names. */
    CRITICAL(0x25),
    /** The newest cuts in the committed log, by sector and number. */
    CUT(0x26),
    /** The components and commands of the program that opened the store last. */
    DECLARED(0x27);

    private final byte tag;

    Table(int tag) {
        this.tag = (byte) tag;
    }

    /** The prefix of all rows of the table; also the key of a table's only row. */
    public byte[] prefix() {
        return new byte[] {tag};
    }

    /** Starts a key with {@code fieldBytes} bytes to follow. */
    public ByteBuffer key(int fieldBytes) {
        return ByteBuffer.allocate(1 + fieldBytes).put(tag);
    }
}
