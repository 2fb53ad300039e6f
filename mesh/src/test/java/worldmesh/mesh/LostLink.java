package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.wire.DatagramKind;
import worldmesh.mesh.wire.TicketId;

/** Two peers with a link that a test loses, and every datagram between them by its kind. */
abstract class LostLink {
    static final InetSocketAddress STRANGER = Net.address("10.6.6.6", 666);
    static final long HOUR_NANOS = 3_600_000_000_000L;

    final Net net = new Net(23);
    Net.Node a = net.node("10.0.0.1", 1_000);
    final Net.Node b = net.node("10.0.0.2", 1_000);
    final List<Net.Flight> requests = new ArrayList<>();
    final List<Net.Flight> replies = new ArrayList<>();
    final List<Net.Flight> hellos = new ArrayList<>();
    final List<Net.Flight> records = new ArrayList<>();

    LostLink() {
        a.connect(b);
        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
        net.run(100);
        net.sent = flight -> kept(DatagramKind.of(flight.data()[0])).add(flight);
    }

    List<Net.Flight> kept(DatagramKind kind) {
        return switch (kind) {
            case RESUME -> requests;
            case RESUMED -> replies;
            case HELLO -> hellos;
            default -> records;
        };
    }

    void cut() {
        net.filter = flight -> false;
    }

    void heal() {
        net.filter = flight -> true;
    }

    /** The path is dead until both sides suspect each other; then one is told to look for the other. */
    void loseThePath(long millis) {
        cut();
        net.run(millis);
        heal();
        requests.clear();
        a.connect(b);
    }

    /** The process of {@code a} dies without a word and begins again with the tickets it had stored. */
    void restart(List<TicketBox.Lasting> stored) {
        Net.Node again = net.new Node(a.address, a.signer, MeshSettings.defaults(), 991);
        stored.forEach(one -> again.core.tickets().restore(one, net.now));
        net.nodes.remove(a);
        a = net.add(again);
    }

    List<TicketBox.Lasting> stored() {
        return a.core.tickets().copies(net.now);
    }

    TicketId ticket() {
        return Objects.requireNonNull(a.core.tickets().of(b.id(), net.now)).id();
    }

    static void again(Net.Node to, Net.Flight flight, long now) {
        to.core.onDatagram(flight.from(), flight.data(), flight.data().length, now, to);
    }
}
