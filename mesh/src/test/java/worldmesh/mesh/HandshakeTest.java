package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;

@ParameterizedClass
@EnumSource(Family.class)
class HandshakeTest {
    private final Family family;

    HandshakeTest(Family family) {
        this.family = family;
    }

    @Test
    void linksTwoPeersAndCarriesMessages() {
        Net net = new Net(1);
        Net.Node a = net.node(family.host(1), 1000);
        Net.Node b = net.node(family.host(2), 1000);

        a.connect(b);
        assertTrue(net.run(1_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
        assertTrue(a.send(b, Lane.RELIABLE, 3, new byte[] {1, 2, 3}));
        assertTrue(b.send(a, Lane.STATE, 4, new byte[] {4, 5}));
        net.run(1_000, () -> b.messages().size() == 1 && a.messages().size() == 1);

        assertArrayEquals(new byte[] {1, 2, 3}, b.messages().get(0));
        assertArrayEquals(new byte[] {4, 5}, a.messages().get(0));
        MeshSignal.LinkUp up = a.all(MeshSignal.LinkUp.class).get(0);
        assertArrayEquals(
                up.channelBinding(), b.all(MeshSignal.LinkUp.class).get(0).channelBinding());
        assertEquals(b.id(), up.peer());
    }
}
