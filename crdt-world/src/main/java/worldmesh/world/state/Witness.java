package worldmesh.world.state;

import worldmesh.world.entity.EntityId;

/** Sees what a batch changes, to keep the index over all sectors and to tell what is different. */
public interface Witness {
    /** Before a cell changes of the copy at a slot, which is of this entity. */
    void beforeCell(SectorState state, int slot, long replica, long counter, int component);

    /** Before a cell changes of an entity that has no copy here. */
    void beforeBareCell(SectorState state, EntityId entity, int component);

    /** After a write to a cell made a copy. */
    void afterCopy(SectorState state, int slot);

    /** True if no sector ever said anything of the entity, of which the state says nothing. */
    boolean isUnheardBut(SectorState state, long replica, long counter);

    /** After an entity of which nobody had heard was born. */
    void afterBirth(SectorState state, int slot);

    /** True if the entity at a slot was the last to be born, so that nobody asks what its cells were. */
    boolean isNewborn(SectorState state, int slot);

    /** Before an entity dies of which this sector alone speaks and that never moved. */
    void beforeDeath(SectorState state, int slot);

    /** After that. */
    void afterDeath(SectorState state, long replica, long counter);

    /** Around anything else that changes an entity's life, place or owner. */
    void life(SectorState state, EntityId entity, Runnable change);
}
