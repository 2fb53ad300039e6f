package worldmesh.mesh.group;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TP;
import org.jspecify.annotations.Nullable;

/** JGroups' transport over our links: no socket, no thread that reads, no diagnostics. */
final class MeshTransport extends TP {
    private static final short ID = 1_001;

    /** Eight bytes of any name would be in every message; parties are told apart by the frame around it. */
    static final String CLUSTER = "p";

    static {
        registerTypes();
    }

    /** Makes our address and protocols known to JGroups; idempotent. */
    static void registerTypes() {
        ClassConfigurator.addIfAbsent(GroupAddress.MAGIC, GroupAddress.class);
        if (ClassConfigurator.getProtocolId(MeshTransport.class) == 0) {
            ClassConfigurator.addProtocol(ID, MeshTransport.class);
            ClassConfigurator.addProtocol(MeshDiscovery.ID, MeshDiscovery.class);
        }
    }

    private final GroupCarrier carrier;
    private final GroupAddress self;

    /** True while there is a stack above that takes messages. */
    private volatile boolean running;

    MeshTransport(GroupCarrier carrier, GroupAddress self) {
        this.carrier = carrier;
        this.self = self;
        setBundlerType("no-bundler"); // our links pack many messages into one datagram
        setBindAddress(InetAddress.getLoopbackAddress()); // never bound: there is no socket
    }

    @Override
    public boolean supportsMulticasting() {
        return false;
    }

    @Override
    protected PhysicalAddress getPhysicalAddress() {
        return self;
    }

    @Override
    public void sendUnicast(PhysicalAddress to, byte[] data, int offset, int length) {
        carrier.send(GroupAddress.peer(to), data, offset, length);
    }

    @Override
    public void start() throws Exception {
        super.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        super.stop();
    }

    @Override
    public Object down(Message message) {
        try {
            return super.down(ResendRequest.flatten(message));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: it writes to memory
        }
    }

    @Override
    protected void startDiagnostics() {
        // Would open a multicast socket.
    }

    @Override
    protected void stopDiagnostics() {
        // Was never started.
    }

    /** What looks for a party is for whoever is there. */
    private boolean forSelf(@Nullable Address destination) {
        boolean whoever = destination instanceof GroupAddress to && to.stay() == GroupAddress.ANY;
        return whoever ? GroupAddress.isOf(destination, self.peer()) : !unicastDestMismatch(destination);
    }

    /** Hands a message up that was read and judged already. */
    void deliver(Message message) {
        if (running && forSelf(message.getDest())) {
            msg_processing_policy.process(message, message.isFlagSet(Message.Flag.OOB));
        }
    }
}
