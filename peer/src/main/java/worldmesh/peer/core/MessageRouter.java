package worldmesh.peer.core;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.peer.admission.Refusal;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.wire.Answer;
import worldmesh.peer.wire.Appetite;
import worldmesh.peer.wire.AssetAsk;
import worldmesh.peer.wire.AssetHave;
import worldmesh.peer.wire.AssetOffer;
import worldmesh.peer.wire.AssetPart;
import worldmesh.peer.wire.AssetWord;
import worldmesh.peer.wire.BatchCommand;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.Block;
import worldmesh.peer.wire.BlockAsk;
import worldmesh.peer.wire.BlockRoot;
import worldmesh.peer.wire.CarriedOffer;
import worldmesh.peer.wire.ChatLines;
import worldmesh.peer.wire.CheckupAsk;
import worldmesh.peer.wire.CheckupProbe;
import worldmesh.peer.wire.CheckupReport;
import worldmesh.peer.wire.Compressed;
import worldmesh.peer.wire.Credentials;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.InvitedBy;
import worldmesh.peer.wire.Marks;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Notice;
import worldmesh.peer.wire.OwnerReply;
import worldmesh.peer.wire.OwnerRequest;
import worldmesh.peer.wire.PartyMessage;
import worldmesh.peer.wire.Poses;
import worldmesh.peer.wire.Presence;
import worldmesh.peer.wire.Proofs;
import worldmesh.peer.wire.ReadOnly;
import worldmesh.peer.wire.Refuse;
import worldmesh.peer.wire.Rename;
import worldmesh.peer.wire.Roster;
import worldmesh.peer.wire.Sketch;
import worldmesh.peer.wire.SketchAsk;
import worldmesh.peer.wire.SketchRest;
import worldmesh.peer.wire.SketchStop;
import worldmesh.peer.wire.SnapshotPart;
import worldmesh.peer.wire.StandsIn;
import worldmesh.peer.wire.StateAck;
import worldmesh.peer.wire.StateUpdate;
import worldmesh.peer.wire.SubmitCommand;
import worldmesh.peer.wire.Summaries;
import worldmesh.peer.wire.TimePing;
import worldmesh.peer.wire.TimePong;
import worldmesh.peer.wire.TopicFlash;
import worldmesh.peer.wire.TopicParcel;
import worldmesh.peer.wire.TreeProbe;
import worldmesh.peer.wire.Vectors;
import worldmesh.peer.wire.VouchAsk;
import worldmesh.peer.wire.VouchRefusal;
import worldmesh.peer.wire.Wants;
import worldmesh.peer.wire.Welcome;

/** Decodes what links deliver, holds every peer to its rate and to hello first, and hands it to the desk it is for. */
final class MessageRouter {
    /** Bytes that count as one message of the peer's rate: 5,000 a second are 80 MB, five links of 100 Mbit/s. */
    static final int INFLATED_BYTES_PER_MESSAGE = 16 << 10;

    /** Whose signatures and rules are looked into, a few tenths of a millisecond each. */
    private static final Set<MessageKind> JUDGED = EnumSet.of(
            MessageKind.BATCHES, MessageKind.PARTY, MessageKind.COMMAND, MessageKind.BATCH_COMMAND, MessageKind.PROOFS);

    private final SessionScope scope;
    private final SessionDesks desks;

    MessageRouter(SessionScope scope, SessionDesks desks) {
        this.scope = scope;
        this.desks = desks;
    }

    void onReceived(MeshSignal.Received received) {
        PeerLink link = scope.links.find(received.from());
        if (link == null || link.closeAtNanos != Long.MAX_VALUE) {
            scope.counters.unexpectedMessages++;
            return;
        }
        // A small message that swells costs its sender as if it had come that large.
        int cost = 1 + Compressed.inflatedBytes(received.message()) / INFLATED_BYTES_PER_MESSAGE;
        if (!link.messages.tryTake(cost, scope.nowNanos)) {
            scope.counters.limitedMessages++;
            if (received.lane().reliable()) {
                // A reliable message cannot be skipped: the peer would miss what it thinks we have.
                desks.greeter().refuse(link, new Refusal(RefusalReason.PROTOCOL, "too many messages"));
            }
            return;
        }
        Message message = MessageKind.decode(received.message());
        if (message == null) {
            scope.counters.malformedMessages++;
            return;
        }
        boolean greeting = onGreeting(link, message) || onCheckup(link, message);
        if (!greeting && link.announced) {
            onMemberMessage(link, message, received.lane());
        } else if (!greeting && !(link.hello() != null && link.keepEarly(received))) {
            scope.counters.unexpectedMessages++;
        }
    }

    /** Takes up what overtook the welcome. */
    void replayEarly(PeerLink link) {
        for (MeshSignal.Received next = link.takeEarly(); next != null; next = link.takeEarly()) {
            onReceived(next);
        }
    }

    private boolean onGreeting(PeerLink link, Message message) {
        if (message instanceof Hello hello) {
            desks.greeter().onHello(link, hello);
        } else if (message instanceof Welcome welcome) {
            desks.greeter().onWelcome(link, welcome);
        } else if (message instanceof Credentials credentials) {
            desks.greeter().onCredentials(link, credentials);
        } else if (message instanceof InvitedBy invitedBy) {
            desks.greeter().standIns().onInvitedBy(link, invitedBy);
        } else if (message instanceof Refuse refuse) {
            desks.greeter().onRefuse(link, refuse);
        } else {
            return false;
        }
        return true;
    }

    /** Ways are checked with who is not let in yet. */
    private boolean onCheckup(PeerLink link, Message message) {
        if (message instanceof CheckupAsk ask) {
            desks.meeting().paths().checkups().onAsk(link, ask);
        } else if (message instanceof CheckupReport report) {
            desks.meeting().paths().checkups().onReport(link, report);
        } else if (message instanceof CheckupProbe probe) {
            desks.meeting().paths().checkups().onProbe(link, probe);
        } else {
            return false;
        }
        return true;
    }

    private void onMemberMessage(PeerLink link, Message message, Lane lane) {
        link.served = true;
        scope.judged += JUDGED.contains(message.kind()) ? 1 : 0;
        switch (message.kind()) {
            case ROSTER -> desks.meeting().onRoster(link, (Roster) message);
            case PROOFS -> desks.replication().proofs().onProofs(link, (Proofs) message);
            case VECTORS -> desks.replication().onVectors(link, (Vectors) message);
            case MARKS -> desks.replication().check().onMarks(link, (Marks) message);
            case TREE_PROBE -> desks.replication().check().onProbe(link, (TreeProbe) message);
            case BATCHES -> desks.replication().onBatches(link, (Batches) message, lane == Lane.BULK);
            case SNAPSHOT_PART -> desks.replication().onSnapshotPart(link, (SnapshotPart) message);
            case SKETCH -> desks.replication().onSketch(link, (Sketch) message);
            case SKETCH_ASK -> desks.replication().onSketchAsk(link, (SketchAsk) message);
            case SKETCH_REST -> desks.replication().onSketchRest(link, (SketchRest) message);
            case SKETCH_STOP -> desks.replication().onSketchStop(link, (SketchStop) message);
            case BLOCK_ROOT -> desks.replication().onBlockRoot(link, (BlockRoot) message);
            case BLOCK_ASK -> desks.replication().blocks().onAsk(link, (BlockAsk) message);
            case BLOCK -> desks.replication().onBlock(link, (Block) message);
            case COMMAND -> onCommand(link, (SubmitCommand) message);
            case BATCH_COMMAND -> onBatchCommand(link, (BatchCommand) message);
            case ANSWER -> desks.commands().onAnswer(link, (Answer) message);
            case CHAT_LINES -> desks.social().onChat(link, (ChatLines) message);
            case PRESENCE -> desks.social().onPresence(link, (Presence) message);
            case TIME_PING -> desks.time().onPing(link, (TimePing) message);
            case TIME_PONG -> desks.time().onPong(link, (TimePong) message);
            case POSES -> desks.poses().onPoses(link, (Poses) message);
            case STATE_UPDATE -> desks.poses().states().onUpdate(link, (StateUpdate) message);
            case STATE_ACK -> desks.poses().states().onAck(link, (StateAck) message);
            case PARTY -> onParty(link, (PartyMessage) message);
            default -> onSeldomMessage(link, message);
        }
    }

    private void onSeldomMessage(PeerLink link, Message message) {
        switch (message.kind()) {
            case RENAME -> desks.roster().onRename(link, (Rename) message);
            case NOTICE -> desks.social().onNotice(link, (Notice) message);
            case READ_ONLY -> desks.social().readOnly().onMessage(link, (ReadOnly) message);
            case CARRIED_OFFER -> desks.meeting().paths().onOffer(link, (CarriedOffer) message);
            case OWNER_REQUEST -> desks.owners().onRequest(link, (OwnerRequest) message);
            case OWNER_REPLY -> desks.owners().onReply(link, (OwnerReply) message);
            case TOPIC_PARCEL -> desks.social().topics().onParcel(link, (TopicParcel) message);
            case TOPIC_FLASH -> desks.social().topics().onFlash(link, (TopicFlash) message);
            case ASSET_OFFER -> desks.social().assets().onOffer(link, (AssetOffer) message);
            case ASSET_HAVE -> desks.social().assets().onHave(link, (AssetHave) message);
            case ASSET_ASK -> desks.social().assets().onAsk(link, (AssetAsk) message);
            case ASSET_WORD -> desks.social().assets().onWord(link, (AssetWord) message);
            case ASSET_PART -> desks.social().assets().onPart(link, (AssetPart) message);
            case VOUCH_ASK -> desks.greeter().standIns().onAsk(link, (VouchAsk) message);
            case VOUCH_REFUSAL -> desks.greeter().standIns().onRefusal(link, (VouchRefusal) message);
            case STANDS_IN -> desks.greeter().standIns().onStandsIn(link, (StandsIn) message);
            case WANTS -> desks.replication().interests().onWants(link, (Wants) message);
            case APPETITE -> link.appetite().theirs((Appetite) message);
            case SUMMARIES -> desks.replication().interests().onSummaries(link, (Summaries) message);
            default -> scope.counters.unexpectedMessages++;
        }
    }

    private void onCommand(PeerLink link, SubmitCommand message) {
        AuthorityDesk authority = desks.authority();
        if (authority == null) {
            scope.counters.unexpectedMessages++;
        } else {
            authority.onMessage(link, message);
        }
    }

    private void onBatchCommand(PeerLink link, BatchCommand message) {
        AuthorityDesk authority = desks.authority();
        if (authority == null) {
            scope.counters.unexpectedMessages++;
        } else {
            authority.onBatch(link, message);
        }
    }

    private void onParty(PeerLink link, PartyMessage message) {
        AuthorityDesk authority = desks.authority();
        if (authority == null) {
            scope.counters.unexpectedMessages++;
        } else {
            authority.onPartyMessage(link, message);
        }
    }

    /** Where messages go. */
    record SessionDesks(
            Greeter greeter,
            Meeting meeting,
            Replication replication,
            CommandDesk commands,
            PartyDesk party,
            SocialDesk social,
            PeerRoster roster,
            TimeKeeper time,
            PoseDesk poses,
            OwnerDesk owners) {
        /** Null for a light client, and before the world is known. */
        @Nullable AuthorityDesk authority() {
            return party.desk();
        }
    }
}
