package worldmesh.benchmarks.nat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import worldmesh.authority.node.Node;
import worldmesh.authority.node.NodeConfig;
import worldmesh.runtime.config.ConfigLoader;

/** A node with a rendezvous in a JVM of its own: tells its link, and serves until its input ends. */
public final class NatNode {
    private static final long TURN_NANOS = 20_000_000L;

    private NatNode() {}

    /** {@code STORE HOST}. */
    public static void main(String[] args) throws IOException {
        ConfigLoader<NodeConfig> loader = ConfigLoader.of(NodeConfig.class)
                .set(List.of(
                        "node.store=" + args[0],
                        "node.port=0",
                        "node.announce=false",
                        "http.enabled=false",
                        "rendezvous.enabled=true",
                        "rendezvous.port=443"));
        try (Node node = Node.start(loader.load())) {
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            out.println("invite " + node.rendezvousLink(args[1]));
            while (System.in.available() == 0) {
                LockSupport.parkNanos(TURN_NANOS);
            }
        }
        System.exit(0);
    }
}
