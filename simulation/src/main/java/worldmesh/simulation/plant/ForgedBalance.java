package worldmesh.simulation.plant;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import worldmesh.simulation.game.SimWorld;

/** Makes somebody richer in a state than in the world. Keeps no state of its own. */
final class ForgedBalance {
    /** How the row of an account ends: the length of its asset's name, and the name. */
    private static final byte[] ACCOUNT_END = "\u0004gold".getBytes(StandardCharsets.US_ASCII);

    private ForgedBalance() {}

    /** Doubles the first balance that there is. */
    static byte[] in(byte[] honest) {
        byte[] state = honest.clone();
        for (int at = Long.BYTES; at + ACCOUNT_END.length <= state.length; at++) {
            if (Arrays.equals(state, at, at + ACCOUNT_END.length, ACCOUNT_END, 0, ACCOUNT_END.length)) {
                ByteBuffer balance = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
                long gold = balance.getLong(at - Long.BYTES);
                if (gold > 0 && gold <= SimWorld.GOLD) {
                    balance.putLong(at - Long.BYTES, 2 * gold);
                    return state;
                }
            }
        }
        return state;
    }
}
