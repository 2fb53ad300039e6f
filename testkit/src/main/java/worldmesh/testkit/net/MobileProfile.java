package worldmesh.testkit.net;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lines of telephones on their way: the rate goes in steps, masts hand over, buffers hold 300 ms. */
public enum MobileProfile {
    /** From mast to mast: 200, 5 and 50 Mbit/s, 8 to 40 ms there and back; a hand-over keeps all for 150 ms. */
    FIVE_G(
            "5g",
            new LineCourse(List.of(
                    calm(4_000, 200, 8, false),
                    handover(8),
                    calm(4_000, 5, 40, false),
                    handover(40),
                    calm(4_000, 50, 20, false),
                    handover(20)))),
    /** The generation before in a car: 50, 5 and 20 Mbit/s, 30 to 40 ms. */
    LTE(
            "lte",
            new LineCourse(List.of(
                    calm(4_000, 50, 30, false),
                    handover(30),
                    calm(4_000, 5, 40, false),
                    handover(40),
                    calm(4_000, 20, 36, false),
                    handover(36)))),
    /**
     * Out of the door and back: at a hand-over nothing passes for 150 ms, after which the player is behind another
     * address and nobody is told.
     */
    WIFI_TO_5G(
            "wifi-to-5g",
            new LineCourse(List.of(calm(4_000, 100, 8, true), nothing(), calm(4_000, 20, 40, true), nothing())));

    /** In a class of its own, since the constants of an enum are made before its fields. */
    private static final class Unit {
        static final long MILLI = 1_000_000L;
        static final long MEGABIT = 1_000_000L;
        static final long HANDOVER = 150 * MILLI;
        static final long BUFFER = 300 * MILLI;
    }

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // records of numbers
    private final LineCourse course;

    MobileProfile(String label, LineCourse course) {
        this.label = label;
        this.course = course;
    }

    private static LineCourse.Phase calm(long millis, long megabits, long roundTripMillis, boolean moves) {
        return new LineCourse.Phase(millis * Unit.MILLI, shape(megabits, roundTripMillis), moves);
    }

    private static LinkShape shape(long megabits, long roundTripMillis) {
        return LinkShape.clear()
                .withDelay(roundTripMillis * Unit.MILLI / 2, 2 * Unit.MILLI)
                .withLoss(0.002, 2)
                .withRate(megabits * Unit.MEGABIT, Unit.BUFFER);
    }

    /** What is sent comes late, and what is sent after it does not overtake it. */
    private static LineCourse.Phase handover(long roundTripMillis) {
        LinkShape late = shape(5, roundTripMillis);
        return new LineCourse.Phase(Unit.HANDOVER, late.withDelay(late.delayNanos() + Unit.HANDOVER, 0), false);
    }

    private static LineCourse.Phase nothing() {
        return new LineCourse.Phase(Unit.HANDOVER, LinkShape.clear().withLoss(1, 1), false);
    }

    /** What it does, from the beginning. */
    public LineCourse course() {
        return course;
    }

    /** Its name on a command line. */
    public String label() {
        return label;
    }

    /** The profile of that name, if it is one of these. */
    public static Optional<MobileProfile> ofLabel(String label) {
        return Stream.of(values()).filter(each -> each.label.equals(label)).findFirst();
    }
}
