package worldmesh.samples.galaxy.rule;

/** Where deposits and power-ups lie when the war begins: near where four sectors meet. */
public final class Field {
    /** Deposits at the beginning. */
    public static final int DEPOSITS = 6;

    /** Power-ups at the beginning. */
    public static final int POWER_UPS = 9;

    /** The middle of the field. */
    public static final double MIDDLE_METRES = 1_110;

    private static final double DEPOSIT_METRES = 70;
    private static final double POWER_UP_METRES = 35;

    private Field() {}

    /** The place of a deposit. */
    public static double depositX(int index) {
        return MIDDLE_METRES + DEPOSIT_METRES * Math.cos(2 * Math.PI * index / DEPOSITS);
    }

    /** The place of a deposit. */
    public static double depositY(int index) {
        return MIDDLE_METRES + DEPOSIT_METRES * Math.sin(2 * Math.PI * index / DEPOSITS);
    }

    /** The place of a power-up. */
    public static double powerUpX(int index) {
        return MIDDLE_METRES + POWER_UP_METRES * Math.cos(2 * Math.PI * index / POWER_UPS);
    }

    /** The place of a power-up. */
    public static double powerUpY(int index) {
        return MIDDLE_METRES + POWER_UP_METRES * Math.sin(2 * Math.PI * index / POWER_UPS);
    }
}
