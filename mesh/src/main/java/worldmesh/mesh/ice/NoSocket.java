package worldmesh.mesh.ice;

import java.net.DatagramPacket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;

/** The socket below a {@link StunSocket}: there is none. */
final class NoSocket extends DatagramSocketImpl {
    @Override
    protected void create() {}

    @Override
    protected void bind(int port, InetAddress address) {}

    @Override
    protected void send(DatagramPacket packet) {}

    @Override
    protected int peek(InetAddress address) {
        return 0;
    }

    @Override
    protected int peekData(DatagramPacket packet) {
        return 0;
    }

    @Override
    protected void receive(DatagramPacket packet) {}

    @Deprecated
    @Override
    protected void setTTL(byte ttl) {}

    @Deprecated
    @Override
    @SuppressWarnings("InlineMeSuggester") // nobody calls it: the class above it demands it
    protected byte getTTL() {
        return 0;
    }

    @Override
    protected void setTimeToLive(int ttl) {}

    @Override
    protected int getTimeToLive() {
        return 0;
    }

    @Override
    protected void join(InetAddress group) {}

    @Override
    protected void leave(InetAddress group) {}

    @Override
    protected void joinGroup(SocketAddress group, NetworkInterface network) {}

    @Override
    protected void leaveGroup(SocketAddress group, NetworkInterface network) {}

    @Override
    protected void close() {}

    @Override
    public void setOption(int option, Object value) {}

    @Override
    public Object getOption(int option) {
        return 0;
    }
}
