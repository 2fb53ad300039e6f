package worldmesh.mesh.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.ViewId;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.membership.Exclusion;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.mesh.membership.MembershipEvent.Excluded;
import worldmesh.mesh.membership.MembershipEvent.Suspected;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** What members and coordinators with the right keys achieve by lying, over real links: what the threat model says. */
class HostilePartyIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PartyId PARTY = PartyId.ofBytes(new byte[PartyId.BYTES]);

    /** So long nothing must happen where nothing may. */
    private static final long QUIET_MILLIS = 1_500;

    private static boolean deserialised;

    private final List<Node> nodes = new ArrayList<>();

    /** What must never be made from bytes that a peer sent. */
    private static final class Trap implements Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            deserialised = true;
            return this;
        }
    }

    /** A peer; the hostile one has an honest membership too and says by the same links whatever it likes. */
    private static final class Node {
        final Ed25519Signer signer;
        final Mesh mesh;
        final GroupMembership party;
        final List<MembershipEvent> events = new ArrayList<>();
        boolean gone;
        int links;

        Node(Ed25519Signer signer) {
            this.signer = signer;
            mesh = Mesh.open(
                    MeshSettings.defaults(),
                    signer,
                    UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    SystemClock.INSTANCE,
                    RANDOM);
            party = GroupMembership.open(mesh, GroupSettings.defaults());
        }

        PeerId id() {
            return mesh.self();
        }

        View view() {
            return Objects.requireNonNull(party.view());
        }

        void close() {
            gone = true;
            party.close();
            mesh.close();
        }
    }

    @AfterEach
    void closeAll() {
        nodes.stream().filter(node -> !node.gone).forEach(Node::close);
    }

    private Node node(Ed25519Signer signer) {
        Node node = new Node(signer);
        for (Node other : nodes) {
            if (!other.gone) {
                node.party.admit(other.id());
                node.mesh.connect(other.mesh.local(), other.id());
            }
        }
        nodes.add(node);
        return node;
    }

    /** A party of that many whose first one coordinates. */
    private List<Node> party(int count) {
        for (int i = 0; i < count; i++) {
            Node node = node(Ed25519Signer.generate(RANDOM));
            nodes.stream().filter(other -> other != node).forEach(other -> other.party.admit(node.id()));
            int before = i;
            await(() -> node.links == before && nodes.stream().allMatch(other -> other.links >= before));
            node.party.join(PARTY);
            int size = i + 1;
            await(() -> nodes.stream().allMatch(member -> sees(member, size)));
        }
        return nodes;
    }

    private static boolean sees(Node node, int members) {
        View view = node.party.view();
        return view != null && view.members().size() == members;
    }

    private boolean within(BooleanSupplier condition, long millis) {
        long end = SystemClock.INSTANCE.nanoTime() + millis * 1_000_000L;
        while (SystemClock.INSTANCE.nanoTime() < end) {
            for (Node node : nodes) {
                if (!node.gone) {
                    node.party.drain(node.events::add, 1_000);
                    node.mesh.drain(signal -> node.links += signal instanceof MeshSignal.LinkUp ? 1 : 0, 1_000);
                }
            }
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(1_000_000L);
        }
        return false;
    }

    private void await(BooleanSupplier condition) {
        assertTrue(
                within(condition, 10_000),
                () -> "did not come within ten seconds: "
                        + nodes.stream().map(node -> node.party.view()).toList());
    }

    // ---- lies

    private static Address address(PeerId peer) {
        return new GroupAddress(peer, 1);
    }

    private static void tell(Node liar, Node victim, GroupFrame.Kind kind, byte[] body) {
        assertTrue(
                liar.mesh.send(victim.id(), Lane.STATE, GroupMembership.STREAM, GroupFrame.encode(kind, PARTY, body)));
    }

    private static org.jgroups.View lie(Node creator, long id, List<Address> members) {
        return new org.jgroups.View(new ViewId(creator.party.address(), id), members);
    }

    /** Sends {@code view} as JGroups would announce it. */
    private static void announce(Node liar, Node victim, org.jgroups.View view) throws Exception {
        announce(liar, liar, victim, view);
    }

    /** The same under the name of somebody else. */
    private static void announce(Node liar, Node named, Node victim, org.jgroups.View view) throws Exception {
        ByteArrayDataOutputStream body = new ByteArrayDataOutputStream(512);
        body.writeShort(1); // a view and no digest
        view.writeTo(body);
        Message message = new BytesMessage(victim.party.address())
                .setSrc(named.party.address())
                .setFlag(Message.Flag.OOB, Message.Flag.NO_RELIABILITY)
                .putHeader(new GMS().getId(), new GMS.GmsHeader(GMS.GmsHeader.VIEW));
        message.setArray(body.getBuffer());
        say(liar, victim, message);
    }

    private static void say(Node liar, Node victim, Message message) throws Exception {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(1_024);
        Util.writeMessage(message, out, false);
        tell(liar, victim, GroupFrame.Kind.GROUP, Arrays.copyOf(out.buffer(), out.position()));
    }

    private static List<Address> addresses(Node... members) {
        return Arrays.stream(members)
                .map(member -> (Address) member.party.address())
                .toList();
    }

    /** Asserts that nobody honest is told of anything and that its frames were refused. */
    private void nothingFollows(List<Node> honest, long refusedBefore, int lies) {
        View before = honest.get(0).view();
        assertFalse(within(() -> honest.stream().anyMatch(node -> !before.equals(node.view())), QUIET_MILLIS));
        long refused = honest.stream().mapToLong(node -> node.party.refused()).sum();
        assertTrue(refused >= refusedBefore + lies, "only " + (refused - refusedBefore) + " lies were refused");
    }

    @Test
    void aMemberThatDoesNotCoordinateMakesNoViews() throws Exception {
        List<Node> all = party(4);
        Node liar = all.get(3);
        List<Node> honest = all.subList(0, 3);
        long refused = honest.stream().mapToLong(node -> node.party.refused()).sum();

        for (Node victim : honest) {
            long next = victim.view().id() + 1;
            announce(liar, victim, lie(liar, next, addresses(liar, all.get(0), all.get(1), all.get(2))));
            announce(liar, victim, lie(all.get(0), next, addresses(all.get(0), all.get(1), all.get(2), liar)));
            announce(liar, all.get(0), victim, lie(all.get(0), next, addresses(all.get(0), victim)));
            tell(liar, victim, GroupFrame.Kind.EVICTED, new byte[0]);
        }

        nothingFollows(honest, refused, 9);
    }

    @Test
    void objectsAreNeverMadeOfWhatAMemberSends() throws Exception {
        List<Node> all = party(3);
        Node liar = all.get(2);
        List<Node> honest = all.subList(0, 2);
        long refused = honest.stream().mapToLong(node -> node.party.refused()).sum();

        for (Node victim : honest) {
            Message message = new ObjectMessage(victim.party.address(), new Trap()).setSrc(liar.party.address());
            say(liar, victim, message);
        }

        nothingFollows(honest, refused, 2);
        assertFalse(deserialised);
    }

    @Test
    void aMemberThatShowsAViewOfItsOwnHarmsNobodyElse() {
        List<Node> all = party(3);
        Node liar = all.get(2);
        List<Node> honest = all.subList(0, 2);

        honest.forEach(victim -> tell(
                liar,
                victim,
                GroupFrame.Kind.NOTICE,
                GroupFrame.encode(lie(liar, victim.view().id() + 10, addresses(liar)))));

        await(() -> honest.stream().allMatch(node -> sees(node, 2)));
        await(() -> all.stream().allMatch(node -> sees(node, 3))); // its honest half comes back by itself
        assertEquals(all.get(0).id(), all.get(1).view().coordinator());
    }

    @Test
    void aMemberThatItsCoordinatorDropsComesBackOnceAnHonestOneCoordinates() throws Exception {
        List<Node> all = party(3);
        Node liar = all.get(0);
        Node second = all.get(1);
        Node dropped = all.get(2);

        announce(liar, second, lie(liar, second.view().id() + 1, addresses(liar, second)));
        await(() -> sees(second, 2));
        assertTrue(dropped.view().contains(dropped.id()), "it was made to take a view without itself");

        liar.close();

        await(() -> sees(second, 2) && sees(dropped, 2) && second.view().equals(dropped.view()));
        assertEquals(second.id(), second.view().coordinator());
    }

    @Test
    void namesThatNobodyReachesAreSuspectedAndGoWithTheCoordinatorThatMadeThemUp() throws Exception {
        List<Node> all = party(3);
        Node liar = all.get(0);
        List<Address> stuffed = new ArrayList<>(addresses(liar, all.get(1), all.get(2)));
        List<PeerId> ghosts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            PeerId ghost = PeerId.of(Ed25519Signer.generate(RANDOM).publicKey());
            ghosts.add(ghost);
            stuffed.add(address(ghost));
        }

        long id = all.get(1).view().id() + 1;
        announce(liar, all.get(1), lie(liar, id, stuffed));
        announce(liar, all.get(2), lie(liar, id, stuffed));

        await(() -> sees(all.get(1), 7) && sees(all.get(2), 7));
        await(() -> ghosts.stream().allMatch(ghost -> all.get(1).events.contains(new Suspected(ghost))));
        liar.close();
        await(() -> sees(all.get(1), 2) && all.get(1).view().equals(all.get(2).view()));
    }

    @Test
    void anEvictedPeerThatIgnoresItIsNotHeard() throws Exception {
        List<Node> all = party(3);
        Node evicted = all.get(2);
        List<Node> honest = List.of(all.get(0), all.get(1));
        honest.forEach(node -> node.party.evict(evicted.id()));
        await(() -> honest.stream().allMatch(node -> sees(node, 2)));
        View before = honest.get(0).view();
        long refused = honest.get(0).party.refused();

        for (Node victim : honest) {
            List<Address> mine = new ArrayList<>(addresses(evicted));
            mine.addAll(addresses(honest.get(0), honest.get(1)));
            announce(evicted, victim, lie(evicted, before.id() + 10, mine));
            tell(evicted, victim, GroupFrame.Kind.NOTICE, GroupFrame.encode(lie(evicted, before.id() + 10, mine)));
            tell(evicted, victim, GroupFrame.Kind.EVICTED, new byte[0]);
            tell(evicted, victim, GroupFrame.Kind.LEAVING, new byte[0]);
        }

        assertFalse(within(() -> honest.stream().anyMatch(node -> !before.equals(node.view())), QUIET_MILLIS));
        assertTrue(honest.get(0).party.refused() >= refused + 4, "its frames were not counted as refused");
    }

    @Test
    void theKeyOfAKickedPeerIsOfNoUseToANewProcess() {
        List<Node> all = party(3);
        Node kicked = all.get(2);
        List<Node> honest = List.of(all.get(0), all.get(1));
        honest.forEach(node -> node.party.evict(kicked.id()));
        await(() -> honest.stream().allMatch(node -> sees(node, 2)));
        await(() -> kicked.events.contains(new Excluded(Exclusion.EVICTED)));
        View before = honest.get(0).view();
        kicked.close();

        Node again = node(kicked.signer);
        await(() -> again.links == 2);
        again.party.join(PARTY);

        await(() -> sees(again, 1)); // in a party of its own
        assertFalse(within(
                () -> !sees(again, 1) || honest.stream().anyMatch(node -> !before.equals(node.view())), QUIET_MILLIS));
    }
}
