package worldmesh.testkit.gen;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a broken history smaller: leaves out ever shorter runs of steps, then makes single steps simpler. */
final class Shrinking<S> {
    private final Histories.Simplifier<S> simplifier;
    private final Histories.Law<S> law;
    private int budget;

    Shrinking(Histories.Simplifier<S> simplifier, Histories.Law<S> law, int budget) {
        this.simplifier = simplifier;
        this.law = law;
        this.budget = budget;
    }

    Counterexample<S> shrink(long seed, List<S> broken) {
        List<S> best = broken;
        List<S> before;
        do {
            before = best;
            best = simplify(leaveOut(best));
        } while (budget > 0 && !best.equals(before));
        String violation = law.violation(best);
        return new Counterexample<>(seed, best, violation == null ? "the law is not repeatable" : violation);
    }

    private List<S> leaveOut(List<S> broken) {
        List<S> best = broken;
        for (int run = Math.max(1, best.size() / 2); run >= 1; run /= 2) {
            int from = 0;
            while (from < best.size()) {
                List<S> shorter = without(best, from, Math.min(best.size(), from + run));
                if (breaks(shorter)) {
                    best = shorter;
                } else {
                    from += run;
                }
            }
        }
        return best;
    }

    private List<S> simplify(List<S> broken) {
        List<S> best = broken;
        for (int i = 0; i < best.size(); i++) {
            List<S> simpler = simplerAt(best, i);
            while (simpler != null) {
                best = simpler;
                simpler = simplerAt(best, i);
            }
        }
        return best;
    }

    private @Nullable List<S> simplerAt(List<S> history, int index) {
        for (S step : simplifier.simpler(history.get(index))) {
            var candidate = new ArrayList<>(history);
            candidate.set(index, step);
            if (breaks(candidate)) {
                return List.copyOf(candidate);
            }
        }
        return null;
    }

    private boolean breaks(List<S> history) {
        return budget-- > 0 && law.violation(history) != null;
    }

    private static <S> List<S> without(List<S> history, int from, int end) {
        var rest = new ArrayList<>(history.subList(0, from));
        rest.addAll(history.subList(end, history.size()));
        return List.copyOf(rest);
    }
}
