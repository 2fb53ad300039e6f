package worldmesh.simulation.node;

import java.net.InetSocketAddress;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.time.Clock;
import worldmesh.testkit.disk.SimulatedDisk;

/**
 * What outlives a crash: the hardware and the key.
 *
 * @param index its number; 0 is the host
 * @param address where it is reached
 * @param signer its key
 * @param disk what it stores
 * @param clock its clock, which may be wrong
 */
public record Machine(int index, InetSocketAddress address, Signer signer, SimulatedDisk disk, Clock clock) {
    /** The name of its player. */
    public String name() {
        return index == 0 ? "host" : "peer-" + index;
    }
}
