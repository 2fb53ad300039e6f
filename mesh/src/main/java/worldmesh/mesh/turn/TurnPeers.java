package worldmesh.mesh.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may send to the allocation, and which of them have a channel. Confined to the client. */
final class TurnPeers {
    /** Hosts that are let in at once: 8 searches of at most 12 addresses, of which few are public. */
    static final int HOSTS_MAX = 64;

    /** Peers with a channel at once; further ones have a message around each datagram. */
    static final int CHANNELS_MAX = 64;

    /** RFC 8656 §9 gives a permission five minutes. */
    static final long RENEW_NANOS = 240_000_000_000L;

    /** A host that nothing came from or went to for so long is let in no more. */
    static final long KEEP_NANOS = 120_000_000_000L;

    /** After a request that was not sent, or refused for a reason that passes. */
    private static final long AGAIN_NANOS = 2_000_000_000L;

    private final Map<InetAddress, Permission> hosts = new LinkedHashMap<>();
    private final Map<InetSocketAddress, TurnChannel> channels = new LinkedHashMap<>();
    private final Map<Integer, TurnChannel> byNumber = new HashMap<>(); // looked up only
    private int nextNumber = TurnChannel.FIRST;

    private static final class Permission {
        boolean granted;
        boolean refused;
        boolean asked;
        long renewNanos;
        long usedNanos;
    }

    /** Wants {@code host} let in; true if the server is to be asked for it now. */
    boolean want(InetAddress host, long now) {
        Permission permission = hosts.get(host);
        if (permission == null) {
            if (hosts.size() >= HOSTS_MAX) {
                return false;
            }
            permission = new Permission();
            hosts.put(host, permission);
            permission.asked = true;
            permission.usedNanos = now;
            return true;
        }
        permission.usedNanos = now;
        return false;
    }

    /** True if that host was let in, or is about to be; counts as use. */
    boolean uses(InetAddress host, long now) {
        Permission permission = hosts.get(host);
        if (permission == null || permission.refused) {
            return false;
        }
        permission.usedNanos = now;
        return true;
    }

    void onPermit(InetAddress host, boolean granted, long now) {
        Permission permission = hosts.get(host);
        if (permission != null) {
            permission.asked = false;
            permission.granted = granted;
            permission.refused = !granted;
            permission.renewNanos = now + RENEW_NANOS;
        }
    }

    void onPermitPutOff(InetAddress host, long now) {
        Permission permission = hosts.get(host);
        if (permission != null) {
            permission.asked = false;
            permission.renewNanos = now + AGAIN_NANOS;
        }
    }

    /** The channel of {@code peer}, made if there is room. */
    @Nullable TurnChannel channel(InetSocketAddress peer, long now) {
        TurnChannel channel = channels.get(peer);
        if (channel == null && channels.size() < CHANNELS_MAX && nextNumber <= TurnChannel.LAST) {
            // A number is never given again: the server keeps it for this peer five minutes longer.
            channel = new TurnChannel(peer, nextNumber++);
            channels.put(peer, channel);
            byNumber.put(channel.number, channel);
        }
        if (channel != null) {
            channel.usedNanos = now;
        }
        return channel;
    }

    @Nullable TurnChannel numbered(int number) {
        return byNumber.get(number);
    }

    void onBind(TurnChannel channel, boolean bound, long now) {
        channel.asked = false;
        channel.bound = bound;
        channel.renewNanos = now + (bound ? RENEW_NANOS : AGAIN_NANOS);
    }

    /** Forgets who is not used any more. */
    void expire(long now) {
        hosts.values().removeIf(permission -> now - permission.usedNanos >= KEEP_NANOS);
        channels.values().removeIf(channel -> {
            boolean over = now - channel.usedNanos >= KEEP_NANOS;
            if (over) {
                byNumber.remove(channel.number);
            }
            return over;
        });
    }

    /** Hosts whose permission is to be asked for now, as they are asked for. */
    List<InetAddress> takeDueHosts(long now) {
        List<InetAddress> due = new ArrayList<>(0);
        hosts.forEach((host, permission) -> {
            if (!permission.asked && !permission.refused && now - permission.renewNanos >= 0) {
                permission.asked = true;
                due.add(host);
            }
        });
        return due;
    }

    List<TurnChannel> takeDueChannels(long now) {
        List<TurnChannel> due = new ArrayList<>(0);
        for (TurnChannel channel : channels.values()) {
            if (!channel.asked && now - channel.renewNanos >= 0) {
                channel.asked = true;
                due.add(channel);
            }
        }
        return due;
    }

    /** The server knows nothing of them any more. */
    void forgetAnswers(long now) {
        hosts.values().forEach(permission -> {
            permission.granted = false;
            permission.refused = false;
            permission.asked = false;
            permission.renewNanos = now;
        });
        channels.clear();
        byNumber.clear();
        nextNumber = TurnChannel.FIRST;
    }

    /** How many hosts the server has let in. */
    int granted() {
        return (int) hosts.values().stream().filter(one -> one.granted).count();
    }

    int size() {
        return hosts.size();
    }
}
