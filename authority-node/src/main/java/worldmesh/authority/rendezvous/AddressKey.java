package worldmesh.authority.rendezvous;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * What counts as one address: an IPv4 address, or an IPv6 network of 64 bits, which one household has.
 *
 * @param text for comparisons alone
 */
record AddressKey(String text) {
    private static final int NETWORK_BYTES = 8;

    static AddressKey of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int length = bytes.length == 4 ? 4 : NETWORK_BYTES;
        return new AddressKey(HexFormat.of().formatHex(bytes, 0, length));
    }
}
