package worldmesh.mesh.group;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Event;
import org.jgroups.Global;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.PingHeader;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.GmsImpl;
import org.jgroups.protocols.pbcast.JoinRsp;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * One life of a JGroups channel, from joining to leaving. It carries views and nothing else: no message of ours goes
 * through it. {@link #connect} and {@link #close} block.
 */
final class GroupChannel {
    /** What a refused joiner is told; it is how the refusal is known on the other side. */
    static final String FULL = "PARTY_FULL";

    /** What a channel tells itself when it has waited long enough. */
    private static final String GIVEN_UP = "GIVEN_UP";

    /** Our links find the dead in a second; this finds what they do not, a peer whose JGroups alone is stuck. */
    private static final long BACKSTOP_MILLIS = 45_000;

    private static final long BACKSTOP_INTERVAL_MILLIS = 15_000;

    /** Splits are found by notices at once; this finds what they do not. */
    private static final long MERGE_MIN_MILLIS = 10_000;

    private static final long MERGE_MAX_MILLIS = 30_000;

    /** What follows of these in a party in which nothing happens, to each other member. */
    static final double IDLE_MESSAGES_PER_SECOND =
            1e3 / BACKSTOP_INTERVAL_MILLIS + 2e3 / (MERGE_MIN_MILLIS + MERGE_MAX_MILLIS);

    /** Messages in flight per member; only views are sent. */
    private static final int WINDOW = 512;

    /** Long enough for a round trip, short enough not to hold up the end of a program. */
    private static final long LEAVE_MILLIS = 500;

    /** A side that does not answer a proposal to merge within this time is left to the next one. */
    static final long MERGE_TIMEOUT_MILLIS = 1_000;

    /** The next change waits so long for members to say that they have the last one; they get it anyway. */
    private static final long VIEW_ACK_MILLIS = 60;

    /**
     * A joiner asks so often who is there before it believes to be the first: a fellow does not listen to it before it
     * has admitted it too.
     */
    private static final int QUESTIONS = 8;

    static {
        // Nothing is ever deserialised here (MessageGate); should a way be left, JGroups' own streams refuse all.
        System.setProperty(Global.DESERIALIZATION_FILTER, "!*");
    }

    private final GroupAddress self;
    private final JChannel channel;
    private final MeshTransport transport;
    private final GMS gms = new GMS();
    private final short discoveryId;
    private final short gmsId;
    private final MessageGate gate;
    private volatile boolean mute;
    private volatile boolean givenUp;
    private volatile boolean ended;

    /** How joining ended. */
    enum Joined {
        YES,
        PARTY_FULL,
        GIVEN_UP
    }

    @SuppressWarnings("IllegalCatch") // JChannel declares Exception; of a stack that is in the code it is our fault
    GroupChannel(GroupAddress address, GroupSettings settings, GroupCarrier carrier) {
        self = address;
        transport = new MeshTransport(new Mutable(carrier), address);
        MeshDiscovery discovery = new MeshDiscovery(carrier).numDiscoveryRuns(QUESTIONS);
        gms.printLocalAddress(false)
                .logViewWarnings(false)
                .useDeltaViews(false) // a whole view can be judged by itself
                .setJoinTimeout(settings.joinMillis())
                .setMaxJoinAttempts(0)
                .setLeaveTimeout(LEAVE_MILLIS)
                .setMergeTimeout(MERGE_TIMEOUT_MILLIS)
                .setViewAckCollectionTimeout(VIEW_ACK_MILLIS)
                .setMembershipChangePolicy(new SeniorityPolicy(carrier));
        NAKACK4 multicast = new NAKACK4().capacity(WINDOW);
        multicast.setXmitInterval(settings.retransmitMillis());
        UNICAST4 unicast = new UNICAST4();
        unicast.setXmitInterval(settings.retransmitMillis());
        try {
            channel = new JChannel(
                    transport,
                    discovery,
                    new MERGE3().setMaxInterval(MERGE_MAX_MILLIS).setMinInterval(MERGE_MIN_MILLIS),
                    new FD_ALL3().setTimeout(BACKSTOP_MILLIS).setInterval(BACKSTOP_INTERVAL_MILLIS),
                    multicast,
                    unicast,
                    gms);
        } catch (Exception e) {
            throw new IllegalStateException("the stack of a party cannot be built", e);
        }
        discoveryId = discovery.getId();
        gmsId = gms.getId();
        gate = new MessageGate(discoveryId);
        channel.addAddressGenerator(() -> address);
        channel.setName(self.peer().brief());
        channel.setReceiver(new Receiver() {
            @Override
            public void viewAccepted(View view) {
                carrier.installed(GroupChannel.this, view);
            }
        });
    }

    /** Joins. */
    @SuppressWarnings("IllegalCatch") // JChannel declares Exception and wraps the reason of a refusal in one
    Joined connect() {
        if (givenUp) {
            return Joined.GIVEN_UP;
        }
        try {
            channel.connect(MeshTransport.CLUSTER);
            return Joined.YES;
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SecurityException) {
                    return FULL.equals(cause.getMessage()) ? Joined.PARTY_FULL : Joined.GIVEN_UP;
                }
            }
            throw new IllegalStateException("the channel of a party did not start", e);
        } finally {
            ended = true;
        }
    }

    /**
     * Makes {@link #connect} give up, which would wait for an answer for ever; any thread. To be said again until
     * {@link #joiningEnded}: JGroups forgets it if it comes while it begins.
     */
    void giveUp() {
        givenUp = true;
        GmsImpl state = gms.getImpl(); // none before JGroups began to start
        if (state != null) {
            state.handleJoinResponse(new JoinRsp(GIVEN_UP));
        }
    }

    /** True when {@link #connect} is over. */
    boolean joiningEnded() {
        return ended;
    }

    /** Ends; says farewell to the others unless {@code quietly}. */
    void close(boolean quietly) {
        mute = quietly;
        channel.close();
    }

    /** The message in the bytes, null if it is not allowed. */
    @Nullable Message read(byte[] frame, PeerId from) {
        return gate.read(frame, from);
    }

    GMS.@Nullable GmsHeader membershipHeader(Message message) {
        return message.getHeader(gmsId);
    }

    /** True if the sender is in no view and looks for one. */
    boolean looksForParty(Message message) {
        PingHeader header = message.getHeader(discoveryId);
        return header != null && header.type() == PingHeader.GET_MBRS_REQ && header.initialDiscovery();
    }

    void deliver(Message message) {
        if (!mute) {
            transport.deliver(message);
        }
    }

    /** Delivers nothing in place of {@code message}, whose sender would not stop to say it until it is received. */
    void deliverEmpty(Message message) {
        deliver(emptied(message, gmsId));
    }

    /** What is left of a message without its content and the header that tells what to do with it. */
    static Message emptied(Message message, short header) {
        Message empty = new EmptyMessage(message.getDest())
                .setSrc(message.getSrc())
                .setFlag(message.getFlags(false), false)
                .setFlag(message.getFlags(true), true);
        message.getHeaders().forEach((protocol, kept) -> {
            if (protocol != header) {
                empty.putHeader(protocol, kept);
            }
        });
        return empty;
    }

    void refuse(Address joiner) {
        Message answer = new BytesMessage(joiner)
                .putHeader(gmsId, new GMS.GmsHeader(GMS.GmsHeader.JOIN_RSP))
                .setFlag(Message.Flag.OOB);
        answer.setArray(GMS.marshal(new JoinRsp(FULL)));
        gms.getDownProtocol().down(answer);
    }

    /** True if the view has {@code address}' peer under another address: that one is a former stay. */
    boolean knowsFormer(Address address) {
        Address member = member(GroupAddress.peer(address));
        return member != null && !member.equals(address);
    }

    /** The address of {@code peer} in the view, null if there is none. */
    private @Nullable Address member(PeerId peer) {
        View view = channel.getView();
        return view == null
                ? null
                : view.getMembers().stream()
                        .filter(address -> GroupAddress.isOf(address, peer))
                        .findFirst()
                        .orElse(null);
    }

    void suspect(PeerId peer) {
        Address member = member(peer);
        if (member != null && !member.equals(self)) {
            gms.up(new Event(Event.SUSPECT, List.of(member)));
        }
    }

    void unsuspect(PeerId peer) {
        Address member = member(peer);
        if (member != null) {
            gms.up(new Event(Event.UNSUSPECT, member));
        }
    }

    /** Proposes to become one to the sides that these views are of. */
    void merge(List<View> views) {
        Map<Address, View> sides = new HashMap<>();
        views.forEach(view -> sides.put(view.getCoord(), view));
        gms.up(new Event(Event.MERGE, sides));
    }

    /** Lets nothing out of a channel that must end without a word. */
    private final class Mutable implements GroupCarrier {
        private final GroupCarrier carrier;

        Mutable(GroupCarrier carrier) {
            this.carrier = carrier;
        }

        @Override
        public List<PeerId> heard() {
            return carrier.heard();
        }

        @Override
        public void send(PeerId to, byte[] data, int offset, int length) {
            if (!mute) {
                carrier.send(to, data, offset, length);
            }
        }

        @Override
        public boolean former(GroupAddress address) {
            return carrier.former(address);
        }

        @Override
        public @Nullable PeerId commonCoordinator(List<List<PeerId>> sides) {
            return carrier.commonCoordinator(sides);
        }

        @Override
        public void installed(GroupChannel self, View view) {
            carrier.installed(self, view);
        }
    }
}
