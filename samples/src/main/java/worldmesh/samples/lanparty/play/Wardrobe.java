package worldmesh.samples.lanparty.play;

import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import worldmesh.runtime.identity.PeerId;

/** Which colour a player wears, so that nobody looks like another while a colour is free. */
final class Wardrobe {
    /** Players wear the first colours of the palette; white and grey are hard to see. */
    static final int BRIGHT = 6;

    private Wardrobe() {}

    /** The colour that falls to {@code self}, or the next that none of the {@code others} wears. */
    static int choose(PeerId self, Map<PeerId, Integer> others) {
        return free(self, others).orElse(own(self));
    }

    /**
     * The colour to change into, if one is due: two who came at once did not see each other, then the one with the
     * larger id changes.
     */
    static OptionalInt change(PeerId self, int worn, Map<PeerId, Integer> others) {
        boolean yields = others.entrySet().stream()
                .anyMatch(other -> other.getValue() == worn && other.getKey().compareTo(self) < 0);
        return yields ? free(self, others) : OptionalInt.empty();
    }

    private static OptionalInt free(PeerId self, Map<PeerId, Integer> others) {
        return IntStream.range(own(self), own(self) + BRIGHT)
                .map(colour -> colour % BRIGHT)
                .filter(colour -> !others.containsValue(colour))
                .findFirst();
    }

    private static int own(PeerId self) {
        return Math.floorMod(self.hashCode(), BRIGHT);
    }
}
