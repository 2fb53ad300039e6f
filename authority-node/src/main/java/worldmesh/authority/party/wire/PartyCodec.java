package worldmesh.authority.party.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.PartyMessage.Accuse;
import worldmesh.authority.party.wire.PartyMessage.Ack;
import worldmesh.authority.party.wire.PartyMessage.Branch;
import worldmesh.authority.party.wire.PartyMessage.Campaign;
import worldmesh.authority.party.wire.PartyMessage.Differ;
import worldmesh.authority.party.wire.PartyMessage.Entries;
import worldmesh.authority.party.wire.PartyMessage.Favour;
import worldmesh.authority.party.wire.PartyMessage.Fetch;
import worldmesh.authority.party.wire.PartyMessage.Lead;
import worldmesh.authority.party.wire.PartyMessage.Leave;
import worldmesh.authority.party.wire.PartyMessage.Nack;
import worldmesh.authority.party.wire.PartyMessage.Pending;
import worldmesh.authority.party.wire.PartyMessage.Poll;
import worldmesh.authority.party.wire.PartyMessage.Prepare;
import worldmesh.authority.party.wire.PartyMessage.Promise;
import worldmesh.authority.party.wire.PartyMessage.Refute;
import worldmesh.authority.party.wire.PartyMessage.Settled;
import worldmesh.authority.party.wire.PartyMessage.StatePart;
import worldmesh.authority.party.wire.PartyMessage.Vouch;
import worldmesh.authority.party.wire.PartyMessage.Witness;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.WireIds;

/** Writes and reads the messages of a party; see docs/wire-party.md. Keeps no state. */
public final class PartyCodec {
    /** The largest entry: a tick of 4,096 commands with their effects. */
    public static final int ENTRY_BYTES_MAX = 16 << 20;

    /** Bytes of state in one part: three of them fill a turn of the BULK lane. */
    public static final int PART_BYTES_MAX = 48 << 10;

    /** Parts of a state: 192 MiB. */
    public static final int PARTS_MAX = 4096;

    private static final int VERSION = 1;
    private static final int GRANT_BYTES_MAX = 32 << 10;
    private static final int VOTE_BYTES_MAX = 256;
    private static final int ENVELOPE_BYTES_MAX = 17 << 10;
    private static final int TAIL_MAX = 2;
    private static final int ENTRIES_MAX = 1024;

    private PartyCodec() {}

    /** The message as bytes. */
    public static byte[] encode(PartyMessage message) {
        ByteWriter out = new ByteWriter().u8(VERSION);
        if (!encodeLog(message, out) && !encodeState(message, out) && !encodePoll(message, out)) {
            encodeElection(message, out);
        }
        return out.toBytes();
    }

    private static boolean encodeLog(PartyMessage message, ByteWriter out) {
        if (message instanceof Prepare prepare) {
            out.u8(2).varint(prepare.epoch());
            prepare.committed().encode(out);
            blocks(prepare.tail(), out);
            blocks(prepare.proofs(), out);
        } else if (message instanceof Ack ack) {
            out.u8(3).varint(ack.epoch());
            ack.last().encode(out);
            ack.committed().encode(out);
            out.u8(ack.ready() ? 1 : 0).block(ack.vote());
        } else if (message instanceof Fetch fetch) {
            out.u8(5).varint(fetch.epoch());
            fetch.after().encode(out);
            out.u8(fetch.state() ? 1 : 0);
        } else if (message instanceof Entries entries) {
            out.u8(6).varint(entries.epoch());
            entries.after().encode(out);
            blocks(entries.entries(), out);
            entries.committed().encode(out);
            blocks(entries.proofs(), out);
        } else if (message instanceof Differ differ) {
            out.u8(7).varint(differ.epoch());
            differ.after().encode(out);
        } else if (message instanceof Settled settled) {
            out.u8(18).varint(settled.epoch());
            settled.at().encode(out);
        } else {
            return false;
        }
        return true;
    }

    private static boolean encodeState(PartyMessage message, ByteWriter out) {
        if (message instanceof StatePart part) {
            out.u8(8).varint(part.epoch());
            part.at().encode(out);
            out.varint(part.index()).varint(part.count()).block(part.part()).block(part.signature());
        } else if (message instanceof Witness witness) {
            out.u8(15).varint(witness.epoch());
            witness.at().encode(out);
            out.bytes(witness.taker().bytes());
        } else if (message instanceof Vouch vouch) {
            out.u8(16).varint(vouch.epoch());
            vouch.at().encode(out);
            out.bytes(vouch.state().bytes());
        } else if (message instanceof Refute refute) {
            out.u8(17).varint(refute.epoch());
            refute.at().encode(out);
            out.bytes(refute.state().bytes()).block(refute.signature());
        } else {
            return false;
        }
        return true;
    }

    private static boolean encodePoll(PartyMessage message, ByteWriter out) {
        if (message instanceof Poll poll) {
            out.u8(19).varint(poll.epoch());
            poll.roster().encode(out);
        } else if (message instanceof Favour favour) {
            out.u8(20).varint(favour.epoch());
        } else {
            return false;
        }
        return true;
    }

    private static void encodeElection(PartyMessage message, ByteWriter out) {
        if (message instanceof Lead lead) {
            out.u8(1).varint(lead.epoch()).block(lead.grant());
            RosterLink.encodeAll(lead.rosters(), out);
            lead.committed().encode(out);
        } else if (message instanceof Nack nack) {
            out.u8(4).varint(nack.promised());
        } else if (message instanceof Campaign campaign) {
            out.u8(9).varint(campaign.epoch()).u8(campaign.adopt() ? 1 : 0);
            campaign.roster().encode(out);
        } else if (message instanceof Promise promise) {
            out.u8(10).varint(promise.epoch());
            RosterLink.encodeAll(promise.rosters(), out);
            promise.committed().encode(out);
            out.varint(promise.accepted());
            blocks(promise.tail(), out);
            out.block(promise.vote());
        } else if (message instanceof Leave leave) {
            out.u8(11).varint(leave.epoch());
        } else if (message instanceof Accuse accuse) {
            out.u8(12).varint(accuse.epoch()).block(accuse.entry());
        } else if (message instanceof Branch branch) {
            out.u8(13);
            RosterLink.encodeAll(branch.rosters(), out);
            branch.committed().encode(out);
        } else if (message instanceof Pending pending) {
            out.u8(14).u8(pending.begun() ? 1 : 0).block(pending.envelope());
        }
    }

    /** The message in these bytes, null if they are malformed. */
    public static @Nullable PartyMessage decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        if (in.u8() != VERSION) {
            return null;
        }
        int kind = in.u8();
        PartyMessage message = switch (kind) {
            case 2, 3, 4, 5, 6, 7, 18 -> decodeLog(kind, in);
            case 8, 15, 16, 17 -> decodeState(kind, in);
            default -> decodeElection(kind, in);
        };
        return in.complete() ? message : null;
    }

    private static @Nullable PartyMessage decodeLog(int kind, ByteReader in) {
        return switch (kind) {
            case 2 -> new Prepare(in.varint(), Head.decode(in), blocks(TAIL_MAX, in), proofs(1, in));
            case 3 ->
                new Ack(in.varint(), Head.decode(in), Head.decode(in), WireIds.flag(in), in.block(VOTE_BYTES_MAX));
            case 4 -> new Nack(in.varint());
            case 5 -> new Fetch(in.varint(), Head.decode(in), WireIds.flag(in));
            case 6 ->
                new Entries(
                        in.varint(),
                        Head.decode(in),
                        blocks(ENTRIES_MAX, in),
                        Head.decode(in),
                        proofs(ENTRIES_MAX, in));
            case 7 -> new Differ(in.varint(), Head.decode(in));
            case 18 -> new Settled(in.varint(), Head.decode(in));
            default -> null;
        };
    }

    private static @Nullable PartyMessage decodeState(int kind, ByteReader in) {
        return switch (kind) {
            case 8 ->
                new StatePart(
                        in.varint(),
                        Head.decode(in),
                        in.count(PARTS_MAX),
                        in.count(PARTS_MAX),
                        in.block(PART_BYTES_MAX),
                        in.block(VOTE_BYTES_MAX));
            case 15 -> new Witness(in.varint(), Head.decode(in), WireIds.peer(in));
            case 16 -> new Vouch(in.varint(), Head.decode(in), WireIds.hash(in));
            case 17 -> new Refute(in.varint(), Head.decode(in), WireIds.hash(in), in.block(VOTE_BYTES_MAX));
            default -> null;
        };
    }

    private static @Nullable PartyMessage decodeElection(int kind, ByteReader in) {
        return switch (kind) {
            case 1 -> new Lead(in.varint(), in.block(GRANT_BYTES_MAX), RosterLink.decodeAll(in), Head.decode(in));
            case 9 -> new Campaign(in.varint(), WireIds.flag(in), RosterLink.decode(in));
            case 10 ->
                new Promise(
                        in.varint(),
                        RosterLink.decodeAll(in),
                        Head.decode(in),
                        in.varint(),
                        blocks(TAIL_MAX, in),
                        in.block(VOTE_BYTES_MAX));
            case 11 -> new Leave(in.varint());
            case 12 -> new Accuse(in.varint(), in.block(ENTRY_BYTES_MAX));
            case 13 -> new Branch(RosterLink.decodeAll(in), Head.decode(in));
            case 14 -> new Pending(WireIds.flag(in), in.block(ENVELOPE_BYTES_MAX));
            case 19 -> new Poll(in.varint(), RosterLink.decode(in));
            case 20 -> new Favour(in.varint());
            default -> null;
        };
    }

    private static void blocks(List<byte[]> blocks, ByteWriter out) {
        out.varint(blocks.size());
        blocks.forEach(out::block);
    }

    private static List<byte[]> blocks(int max, ByteReader in) {
        return blocks(max, ENTRY_BYTES_MAX, in);
    }

    private static List<byte[]> proofs(int max, ByteReader in) {
        return blocks(max, ProofCodec.MAX_BYTES, in);
    }

    private static List<byte[]> blocks(int max, int bytesMax, ByteReader in) {
        int count = in.count(max);
        List<byte[]> blocks = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            blocks.add(in.block(bytesMax));
        }
        return blocks;
    }
}
