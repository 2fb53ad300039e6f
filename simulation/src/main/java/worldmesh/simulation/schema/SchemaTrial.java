package worldmesh.simulation.schema;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import worldmesh.runtime.time.Clock;
import worldmesh.world.component.Fault;
import worldmesh.world.component.Schema;

/** Gives all boundaries the same inputs until each had as many as wanted, and counts where one says something else. */
public final class SchemaTrial {
    private static final int FINDINGS_MAX = 5;

    /** Bytes of a group of inputs: they go in one batch. */
    private static final int GROUP_BYTES = 24 << 10;

    private final Clock clock;
    private final List<Subject> subjects = new ArrayList<>();
    private final List<Course> courses = new ArrayList<>();

    /** A trial of these schemas and of one that has limits on every type of field. */
    public SchemaTrial(Clock clock, List<Schema> schemas) {
        this.clock = clock;
        Schema own = Schema.of(Crate.class, Order.class);
        subjects.addAll(Subject.of(own));
        schemas.forEach(schema -> subjects.addAll(Subject.of(schema)));
        List.of(
                        new WireBoundary(),
                        new DiskBoundary(),
                        new ImportBoundary(),
                        new MotionBoundary("motion", null),
                        new CommandBoundary(),
                        new RowBoundary(),
                        new ConfigBoundary())
                .forEach(this::add);
    }

    /** Adds a boundary that forgot what was declared: the trial must find it. */
    public SchemaTrial plant() {
        add(new MotionBoundary("planted", Schema.of(LooseCrate.class)));
        return this;
    }

    private void add(Boundary boundary) {
        List<Subject> taken = subjects.stream().filter(boundary::takes).toList();
        if (!taken.isEmpty()) {
            courses.add(new Course(boundary, taken));
        }
    }

    /** Runs until every boundary had so many inputs or the nanoseconds are over; chances from the seed. */
    public SchemaReport run(long inputs, long nanos, long seed, Consumer<SchemaReport> progress) {
        long start = clock.nanoTime();
        Draw draw = new Draw(new SplittableRandom(seed));
        boolean wanted = true;
        while (wanted && clock.nanoTime() - start < nanos) {
            wanted = false;
            for (Subject subject : subjects) {
                if (courses.stream().noneMatch(course -> course.wants(subject, inputs))) {
                    continue;
                }
                wanted = true;
                List<Input> group = group(draw.inputs(subject, TrialWorld.ENTITIES));
                List<Ruling> expected =
                        group.stream().map(input -> judge(subject, input)).toList();
                for (Course course : courses) {
                    if (course.wants(subject, inputs)) {
                        long begin = clock.nanoTime();
                        course.run(subject, group, expected);
                        course.nanos += clock.nanoTime() - begin;
                    }
                }
            }
            progress.accept(report(start));
        }
        return report(start);
    }

    private SchemaReport report(long start) {
        return new SchemaReport(courses.stream().map(Course::result).toList(), clock.nanoTime() - start);
    }

    private static List<Input> group(List<Input> drawn) {
        List<Input> out = new ArrayList<>();
        int bytes = 0;
        for (Input input : drawn) {
            bytes += input.bytes().length;
            if (bytes <= GROUP_BYTES) {
                out.add(input);
            }
        }
        return out;
    }

    /** What the schema says: the one judge that all boundaries are held to. */
    private static Ruling judge(Subject subject, Input input) {
        Record value = subject.codec().decode(input.bytes());
        if (value != null) {
            return Ruling.taken(subject.canonical(value));
        }
        Fault fault = subject.schema().fault(subject.id(), input.bytes());
        return Ruling.refused(fault == null ? "nowhere" : fault.path());
    }

    /** One boundary on its way through the inputs. */
    private static final class Course {
        private final Boundary boundary;
        private final Set<Subject> subjects;
        private final List<String> findings = new ArrayList<>();
        private long inputs;
        private long taken;
        private long disagreements;
        private long nanos;

        Course(Boundary boundary, List<Subject> subjects) {
            this.boundary = boundary;
            this.subjects = Set.copyOf(subjects);
        }

        boolean wants(Subject subject, long wanted) {
            return inputs < wanted && subjects.contains(subject);
        }

        void run(Subject subject, List<Input> group, List<Ruling> expected) {
            List<Input> fitting = new ArrayList<>();
            List<Ruling> wanted = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                if (boundary.fits(group.get(i))) {
                    fitting.add(group.get(i));
                    wanted.add(expected.get(i));
                }
            }
            if (fitting.isEmpty()) {
                return;
            }
            List<Ruling> said = boundary.rule(subject, fitting);
            for (int i = 0; i < said.size(); i++) {
                count(subject, fitting.get(i), wanted.get(i), said.get(i));
            }
        }

        private void count(Subject subject, Input input, Ruling wanted, Ruling said) {
            inputs++;
            taken += said.taken() == null ? 0 : 1;
            if (!said.agrees(wanted)) {
                disagreements++;
                if (findings.size() < FINDINGS_MAX) {
                    findings.add(subject.name() + " of "
                            + HexFormat.of().formatHex(input.bytes()) + ": " + said + ", the schema says "
                            + wanted);
                }
            }
        }

        SchemaReport.Result result() {
            return new SchemaReport.Result(boundary.name(), inputs, taken, disagreements, nanos, findings);
        }
    }
}
