package worldmesh.mesh.session;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how often one IP address may begin a handshake. Remembers a bounded number of addresses. Confined to its
 * owner.
 */
public final class AddressBudget {
    /** Addresses remembered; the one heard longest ago is forgotten, which gives it a full budget again. */
    static final int MAX_ADDRESSES = 4_096;

    private static final double BURST_SECONDS = 2;

    private final double perSecond;
    private final Map<InetAddress, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true);

    /** Allows {@code perSecond} handshakes per second and address, and a burst of twice that. */
    public AddressBudget(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Takes one from the budget of {@code address}; false if there is none left. */
    public boolean take(InetAddress address, long now) {
        Allowance allowance = allowances.get(address);
        if (allowance == null) {
            allowance = new Allowance(perSecond * BURST_SECONDS, now);
            allowances.put(address, allowance);
            forgetOldest();
        }
        double refilled = allowance.left + (now - allowance.since) * 1e-9 * perSecond;
        allowance.left = Math.min(perSecond * BURST_SECONDS, refilled);
        allowance.since = now;
        if (allowance.left < 1) {
            return false;
        }
        allowance.left--;
        return true;
    }

    private void forgetOldest() {
        if (allowances.size() > MAX_ADDRESSES) {
            allowances.remove(allowances.keySet().iterator().next());
        }
    }

    private static final class Allowance {
        double left;
        long since;

        Allowance(double left, long since) {
            this.left = left;
            this.since = since;
        }
    }
}
