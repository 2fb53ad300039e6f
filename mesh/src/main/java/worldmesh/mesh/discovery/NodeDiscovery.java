package worldmesh.mesh.discovery;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import worldmesh.mesh.path.Rendezvous;
import worldmesh.runtime.identity.PeerId;

/** Who of the world is at the rendezvous: reached through it first. */
final class NodeDiscovery implements Discovery {
    private final Rendezvous node;

    NodeDiscovery(Rendezvous node) {
        this.node = node;
    }

    @Override
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (PeerId peer : node.present()) {
            InetSocketAddress way = node.way(peer);
            if (way != null) {
                places.add(Place.of(List.of(way), peer));
            }
        }
        return places;
    }

    @Override
    public void close() {}
}
