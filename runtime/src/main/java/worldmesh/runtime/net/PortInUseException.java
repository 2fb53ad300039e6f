package worldmesh.runtime.net;

import java.net.InetSocketAddress;

/** A local address cannot be bound because another process has it. The message names it and the way out. */
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient InetSocketAddress address;

    /** For {@code address}, caused by the system's own error. */
    public PortInUseException(InetSocketAddress address, Throwable cause) {
        super(
                "cannot listen on udp " + HostPort.format(address)
                        + ", another process has this port; stop it, choose another port, or port 0 for any free one",
                cause);
        this.address = address;
    }

    /** The address that was asked for. */
    public InetSocketAddress address() {
        return address;
    }
}
