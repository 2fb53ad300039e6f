package worldmesh.benchmarks.doctor;

/**
 * What is to be tried.
 *
 * @param only faults whose topic or name has this in it; empty for all, {@link #HEALTHY} for none
 * @param healthy runs without any fault
 * @param seed of the first of these, which decides on its line; the next have the next
 */
public record DoctorBenchOptions(String only, int healthy, int seed) {
    /** Stands for no fault at all. */
    public static final String HEALTHY = "healthy";

    private static final int HEALTHY_MAX = 10_000;

    /** Refuses what cannot be tried. */
    public DoctorBenchOptions {
        if (healthy < 0 || healthy > HEALTHY_MAX) {
            throw new IllegalArgumentException(
                    "--healthy is " + healthy + ", must be within 0.." + HEALTHY_MAX + "; 50 are what is demanded");
        }
        if (!only.isEmpty()
                && !only.equals(HEALTHY)
                && FaultCatalogue.all(words -> "").stream().noneMatch(fault -> matches(only, fault))) {
            throw new IllegalArgumentException(
                    "no fault has '" + only + "' in its topic or name; --list names all, '" + HEALTHY + "' means none");
        }
    }

    static boolean matches(String only, Fault fault) {
        return only.isEmpty() || fault.topic().contains(only) || fault.name().contains(only);
    }
}
