package worldmesh.benchmarks.link;

import worldmesh.benchmarks.bounce.Bouncer;
import worldmesh.benchmarks.bounce.PingPong;
import worldmesh.benchmarks.bounce.Samples;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.Payload;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;

/** The same bounce over a secured link: sealed, opened and echoed on the receiving threads. */
final class LinkPingPong implements PingPong {
    private final MeshPair pair;
    private final Lane lane;
    private final Bouncer bouncer;
    private final Payload payload = Payload.of(new byte[PAYLOAD_BYTES]);

    LinkPingPong(String host, Lane lane) {
        this.lane = lane;
        this.pair = new MeshPair(host, this::onNear, this::onFar);
        this.bouncer = new Bouncer(SystemClock.INSTANCE, this::ping);
        pair.connect();
    }

    private void ping() {
        pair.near.send(pair.far.self(), lane, 0, payload);
    }

    private void onNear(PeerId from, Payload payload) {
        bouncer.onPong();
    }

    private void onFar(PeerId from, Payload payload) {
        pair.far.send(from, lane, 0, payload);
    }

    @Override
    public Samples round(long nanos) {
        return bouncer.round(nanos);
    }

    /** The figures of the near side. */
    LinkStats stats() {
        return pair.near.stats(pair.far.self());
    }

    @Override
    public void close() {
        pair.close();
    }
}
