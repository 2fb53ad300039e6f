package worldmesh.testkit.gen;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Checks a law over histories drawn from seeds. A history that breaks it is shrunk to one from which no step can be
 * taken and no step made simpler without the law holding again.
 *
 * @param <S> a step; immutable
 */
public final class Histories<S> {
    /** Runs of the law that shrinking may cost: enough for histories of some hundred steps. */
    private static final int SHRINK_BUDGET = 5_000;

    private final StepSource<S> source;
    private final Simplifier<S> simplifier;

    private Histories(StepSource<S> source, Simplifier<S> simplifier) {
        this.source = source;
        this.simplifier = simplifier;
    }

    /** Draws the step at an index. */
    @FunctionalInterface
    public interface StepSource<S> {
        /** The next step; {@code index} counts from 0. */
        S next(RandomGenerator random, int index);
    }

    /** Offers simpler steps in place of one. */
    @FunctionalInterface
    public interface Simplifier<S> {
        /** Simpler steps, the simplest first; empty if there are none. Must come to an end when repeated. */
        List<S> simpler(S step);
    }

    /** States what must hold for every history. */
    @FunctionalInterface
    public interface Law<S> {
        /** What is wrong after {@code history}, or null if all is well. */
        @Nullable String violation(List<S> history);
    }

    /** Histories whose steps come from {@code source} and are only left out when shrinking. */
    public static <S> Histories<S> of(StepSource<S> source) {
        return new Histories<>(source, step -> List.of());
    }

    /** These histories, with steps made simpler by {@code newSimplifier} when shrinking. */
    public Histories<S> shrinkingWith(Simplifier<S> newSimplifier) {
        return new Histories<>(source, newSimplifier);
    }

    /** The history of {@code seed} with {@code length} steps. */
    public List<S> draw(long seed, int length) {
        var random = new SplittableRandom(seed);
        var steps = new ArrayList<S>(length);
        for (int i = 0; i < length; i++) {
            steps.add(source.next(random, i));
        }
        return List.copyOf(steps);
    }

    /** Checks seeds from {@code firstSeed}; the first broken one is shrunk and answered, null if there is none. */
    public @Nullable Counterexample<S> search(long firstSeed, int seeds, int length, Law<S> law) {
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            List<S> history = draw(seed, length);
            if (law.violation(history) != null) {
                return new Shrinking<>(simplifier, law, SHRINK_BUDGET).shrink(seed, history);
            }
        }
        return null;
    }

    /** Checks seeds from {@code firstSeed} and fails with the seed and the shrunk history of the first broken one. */
    public void check(long firstSeed, int seeds, int length, Law<S> law) {
        Counterexample<S> found = search(firstSeed, seeds, length, law);
        if (found != null) {
            throw new AssertionError(found.describe());
        }
    }
}
