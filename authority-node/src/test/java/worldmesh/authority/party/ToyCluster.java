package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.testkit.sim.Scheduler;

/**
 * A party in memory: machines with disks, a network that loses, doubles and reorders, and views that follow the
 * network late. One seed, one run.
 */
final class ToyCluster {
    static final long MILLI = 1_000_000;

    private final Scheduler scheduler = new Scheduler();
    private final Random random;
    private final PartySettings settings;
    private final PartyRules rules;
    private final ToyChecks checks;
    private final List<ToyMachine> machines = new ArrayList<>();
    private final Map<PeerId, ToyMachine> byId = new TreeMap<>();
    private final Map<PeerId, Integer> side = new HashMap<>();
    private Retention retention = Retention.of(Retention.KEPT_DEFAULT);
    private double lossRate;
    private boolean corruptsStates;
    private boolean quiet;
    private boolean busy;
    private int parts;
    private long numbers;

    ToyCluster(long seed, int size, PartyRules rules, PartySettings settings, boolean forks) {
        this.random = new Random(seed);
        this.rules = rules;
        this.settings = settings;
        this.checks = new ToyChecks(forks);
        var signatures = new SimulatedSignatures();
        List<PublicKey> keys = new ArrayList<>();
        List<Signer> signers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            signers.add(signatures.signer(i));
            keys.add(signers.get(i).publicKey());
        }
        for (Signer signer : signers) {
            var disk = new SimulatedDisk(scheduler, random, MILLI, 2 * MILLI);
            PeerId id = signer.publicKey().peer();
            var machine = new ToyMachine(this, id, disk, new ToyBallots(signatures, signer, keys));
            machines.add(machine);
            byId.put(id, machine);
            side.put(id, 0);
        }
    }

    long now() {
        return scheduler.nowNanos();
    }

    PartySettings settings() {
        return settings;
    }

    Retention retention() {
        return retention;
    }

    /** From their next start on, machines keep so many of the newest entries of their logs. */
    void keep(long entries) {
        retention = Retention.of(entries);
    }

    PartyRules rules() {
        return rules;
    }

    /** What a machine knows by its rows, without a part in the cluster. */
    PartyMember member(ToyMachine machine, DeltaJournal journal) {
        return new PartyMember(new PartySetup(
                machine.id,
                settings(),
                retention(),
                PartyRules.STRICT,
                machine.ballots(),
                machine,
                journal,
                founder()));
    }

    PeerId founder() {
        return machines.get(0).id;
    }

    ToyChecks checks() {
        return checks;
    }

    List<ToyMachine> machines() {
        return machines;
    }

    ToyMachine machine(int index) {
        return machines.get(index);
    }

    void lose(double rate) {
        lossRate = rate;
    }

    /** Holders propose whenever they may. */
    void hurry() {
        busy = true;
    }

    /** The parts of states that were sent. */
    int parts() {
        return parts;
    }

    void corruptStates() {
        corruptsStates = true;
    }

    void start(int index) {
        ToyMachine machine = machines.get(index);
        if (!machine.isUp()) {
            machine.start();
            beat(machine, machine.incarnation());
            changeViews();
        }
    }

    void crash(int index) {
        ToyMachine machine = machines.get(index);
        if (machine.isUp()) {
            machine.crash();
            changeViews();
        }
    }

    void stall(int index, long millis) {
        machines.get(index).stall(now() + millis * MILLI);
        changeViews();
        scheduler.after(millis * MILLI, this::changeViews);
    }

    /** Each machine is on the side of its number; only machines of one side hear each other. */
    void split(int... sides) {
        for (int i = 0; i < machines.size(); i++) {
            side.put(machines.get(i).id, sides[i % sides.length]);
        }
        changeViews();
    }

    /** Every machine learns the new views, each in its own time. */
    private void changeViews() {
        for (ToyMachine machine : machines) {
            long delay = MILLI * (100 + random.nextInt(700));
            int incarnation = machine.incarnation();
            scheduler.after(delay, () -> show(machine, incarnation));
        }
    }

    private void show(ToyMachine machine, int incarnation) {
        if (!machine.isUp() || machine.incarnation() != incarnation) {
            return;
        }
        if (machine.isStalled()) {
            scheduler.after(100 * MILLI, () -> show(machine, incarnation));
            return;
        }
        List<PeerId> view = new ArrayList<>();
        for (ToyMachine other : machines) {
            boolean here = other == machine || (other.isUp() && !other.isStalled());
            if (here && Objects.equals(side.get(other.id), side.get(machine.id))) {
                view.add(other.id);
            }
        }
        machine.role().onView(view, now());
    }

    private void beat(ToyMachine machine, int incarnation) {
        if (!machine.isUp() || machine.incarnation() != incarnation) {
            return;
        }
        if (!machine.isStalled()) {
            machine.role().onTime(now());
            if (!quiet && machine.role().mayPropose() && (busy || random.nextInt(3) == 0)) {
                machine.propose(++numbers);
            }
        }
        scheduler.after(20 * MILLI, () -> beat(machine, incarnation));
    }

    void send(ToyMachine from, PeerId to, byte[] message) {
        PartyMessage decoded = PartyCodec.decode(message);
        if (decoded == null) {
            throw new IllegalStateException("a message does not survive its own codec");
        }
        if (decoded instanceof PartyMessage.Promise promise) {
            checks.promised(from, to, promise);
        }
        parts += decoded instanceof PartyMessage.StatePart ? 1 : 0;
        if (random.nextDouble() < lossRate) {
            return;
        }
        byte[] sent = corrupted(decoded, message);
        int copies = lossRate > 0 && random.nextInt(20) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = random.nextInt(50) == 0 && lossRate > 0 ? random.nextInt(900) : random.nextInt(12);
            scheduler.after(MILLI / 4 + delay * MILLI, () -> deliver(from, to, sent));
        }
    }

    private byte[] corrupted(PartyMessage message, byte[] bytes) {
        boolean touch = corruptsStates && random.nextInt(2) == 0;
        if (touch && message instanceof PartyMessage.StatePart part && part.part().length > 20) {
            byte[] forged = part.part().clone();
            forged[forged.length - 8] ^= 1;
            return PartyCodec.encode(new PartyMessage.StatePart(
                    part.epoch(), part.at(), part.index(), part.count(), forged, part.signature()));
        }
        return bytes;
    }

    private void deliver(ToyMachine from, PeerId to, byte[] message) {
        ToyMachine target = byId.get(to);
        if (target == null || !target.isUp() || !Objects.equals(side.get(to), side.get(from.id))) {
            return;
        }
        if (target.isStalled()) {
            scheduler.after(50 * MILLI, () -> deliver(from, to, message));
            return;
        }
        if (target.refuses && PartyCodec.decode(message) instanceof PartyMessage.Campaign campaign) {
            send(target, from.id, PartyCodec.encode(new PartyMessage.Nack(campaign.epoch() + 1)));
            return;
        }
        target.role().onMessage(from.id, message, now());
    }

    void run(long millis) {
        scheduler.runUntil(now() + millis * MILLI);
    }

    /** Brings everything up and together and lets it settle. */
    void heal() {
        quiet = true;
        lossRate = 0;
        corruptsStates = false;
        for (int i = 0; i < machines.size(); i++) {
            side.put(machines.get(i).id, 0);
        }
        for (int i = 0; i < machines.size(); i++) {
            start(i);
        }
        changeViews();
    }

    /** The machine that holds the role, or null. */
    @Nullable ToyMachine holder() {
        return machines.stream()
                .filter(machine -> machine.isUp() && machine.role().standing().role() == Standing.Role.HOLDER)
                .findFirst()
                .orElse(null);
    }

    Random random() {
        return random;
    }
}
