package worldmesh.simulation.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.core.LocalWorld;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * Somebody who plays: walks, paints, labels, gives things away and sends commands that move gold. Keeps nothing that
 * it could not read from its world again, as a real player after a restart. One thread.
 */
public final class Player {
    /** More blocks than this slow a simulation down and find nothing new. */
    private static final int BLOCKS_MAX = 24;

    private static final int PETS_MAX = 3;
    private static final int LARGEST_SUM = 20;

    /** A player stays within these sectors around the origin, so that borders are crossed all the time. */
    private static final int SECTORS = 2;

    private final LocalWorld world;
    private final Consumer<Record> commands;
    private final RandomGenerator random;
    private final boolean founder;
    private int steps;
    private @Nullable EntityId lastAvatar;

    /** Plays in {@code world}; its wishes go to {@code commands}; the founder also sees to it that there are veins. */
    public Player(LocalWorld world, Consumer<Record> commands, RandomGenerator random, boolean founder) {
        this.world = world;
        this.commands = commands;
        this.random = random;
        this.founder = founder;
    }

    /** Does one thing, or nothing. */
    public void act() {
        steps++;
        EntityId avatar = avatar();
        if (avatar == null) {
            world.spawn(sector(), new Pose(0, 0), new Tag("born"));
            return;
        }
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> walk(avatar);
            case 4 -> world.put(avatar, new Tag(world.name() + " " + steps));
            case 5 -> world.move(avatar, sector());
            case 6, 7 -> paint();
            case 8, 9 -> decorate();
            case 10 -> keepPets();
            default -> trade();
        }
    }

    private void walk(EntityId avatar) {
        Pose pose = world.predicted(avatar, Pose.class);
        if (pose != null) {
            world.put(avatar, new Pose(pose.x() + random.nextInt(3) - 1, pose.y() + random.nextInt(3) - 1));
        }
    }

    private void paint() {
        List<EntityId> blocks = confirmed(Block.class);
        if (blocks.size() < BLOCKS_MAX && random.nextInt(3) > 0) {
            world.spawn(sector(), new Block(random.nextInt(8)));
        } else if (!blocks.isEmpty()) {
            EntityId block = any(blocks);
            switch (random.nextInt(8)) {
                case 0 -> world.delete(block);
                case 1 -> world.move(block, sector());
                default -> world.put(block, new Block(random.nextInt(8)));
            }
        }
    }

    private void decorate() {
        List<EntityId> blocks = confirmed(Block.class);
        if (blocks.isEmpty()) {
            return;
        }
        EntityId block = any(blocks);
        String label = "label " + random.nextInt(4);
        switch (random.nextInt(5)) {
            case 0 -> world.addElement(block, Labels.class, label);
            case 1 -> world.removeElement(block, Labels.class, label);
            case 2 -> world.enable(block, Lamp.class);
            case 3 -> world.disable(block, Lamp.class);
            default -> world.add(block, Tally.class, random.nextInt(9) - 4);
        }
    }

    /** A pet is an owned thing without a pose; it is given away now and then. */
    private void keepPets() {
        List<EntityId> pets = new ArrayList<>();
        for (EntityId entity : owned(Tag.class)) {
            if (world.confirmed(entity, Pose.class) == null) {
                pets.add(entity);
            }
        }
        if (pets.size() < PETS_MAX) {
            world.spawn(sector(), new Tag("pet"));
            return;
        }
        EntityId pet = any(pets);
        List<EntityId> others = confirmed(Pose.class);
        PeerId friend = others.isEmpty() ? null : world.owner(any(others));
        if (friend != null && random.nextBoolean()) {
            world.transfer(pet, friend);
        } else {
            world.put(pet, new Tag("pet " + steps));
        }
    }

    private void trade() {
        if (founder && confirmed(Vein.class).isEmpty()) {
            commands.accept(new Genesis());
            return;
        }
        List<EntityId> purses = owned(Purse.class);
        if (purses.isEmpty()) {
            commands.accept(new Arrive());
            return;
        }
        EntityId mine = purses.get(0);
        long gold = random.nextLong(1, LARGEST_SUM + 1L);
        List<EntityId> targets = random.nextBoolean() ? confirmed(Vein.class) : confirmed(Purse.class);
        if (targets.isEmpty()) {
            return;
        }
        EntityId target = any(targets);
        boolean vein = world.confirmed(target, Vein.class) != null;
        commands.accept(vein ? new Mine(target, mine, gold) : new Give(mine, target, gold));
    }

    private @Nullable EntityId avatar() {
        EntityId last = lastAvatar;
        if (last == null || !world.exists(last)) {
            List<EntityId> poses = owned(Pose.class);
            lastAvatar = poses.isEmpty() ? null : poses.get(0);
        }
        return lastAvatar;
    }

    private <T extends Record> List<EntityId> owned(Class<T> type) {
        return confirmed(type).stream()
                .filter(entity -> Objects.equals(world.self(), world.owner(entity)))
                .toList();
    }

    private <T extends Record> List<EntityId> confirmed(Class<T> type) {
        var found = new ArrayList<EntityId>();
        world.replica().each(null, type, (entity, value) -> found.add(entity));
        return found;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private SectorId sector() {
        return new SectorId(random.nextInt(SECTORS) - 1, random.nextInt(SECTORS) - 1, 0);
    }
}
