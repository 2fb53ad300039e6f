package worldmesh.benchmarks.peers;

import java.util.concurrent.locks.LockSupport;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import worldmesh.benchmarks.bounce.Bouncer;
import worldmesh.benchmarks.bounce.PingPong;
import worldmesh.benchmarks.bounce.Samples;
import worldmesh.runtime.time.SystemClock;

/** Two members of the UDP stack that JGroups comes with, unchanged: reliable ordered unicasts, not encrypted. */
final class JgroupsPingPong implements PingPong {
    private static final String STACK = "udp.xml";
    private static final String GROUP = "bounce";
    private static final long POLL_NANOS = 5_000_000L;

    private final JChannel near;
    private final JChannel far;
    private final byte[] payload = new byte[PAYLOAD_BYTES];
    private final Bouncer bouncer;

    private JgroupsPingPong(JChannel near, JChannel far) {
        this.near = near;
        this.far = far;
        this.bouncer = new Bouncer(SystemClock.INSTANCE, () -> send(near, far.getAddress(), payload, 0));
        near.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                bouncer.onPong();
            }
        });
        far.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                send(far, message.getSrc(), message.getArray(), message.getOffset());
            }
        });
    }

    static JgroupsPingPong open(String host) throws Exception {
        System.setProperty("jgroups.bind_addr", host);
        System.setProperty("jgroups.udp.ip_ttl", "0"); // its multicasts stay on this machine
        JgroupsPingPong pair = new JgroupsPingPong(new JChannel(STACK), new JChannel(STACK));
        String group = GROUP + ProcessHandle.current().pid();
        pair.near.connect(group);
        pair.far.connect(group);
        while (pair.near.getView().size() < 2 || pair.far.getView().size() < 2) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return pair;
    }

    @SuppressWarnings("IllegalCatch") // JGroups declares the broadest type there is
    private void send(JChannel from, Address to, byte[] data, int offset) {
        try {
            from.send(to, data, offset, PAYLOAD_BYTES);
        } catch (Exception e) {
            throw new IllegalStateException("JGroups does not send", e);
        }
    }

    @Override
    public Samples round(long nanos) {
        return bouncer.round(nanos);
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
