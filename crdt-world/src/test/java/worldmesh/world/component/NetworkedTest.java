package worldmesh.world.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import worldmesh.world.component.ReplicationConfig.Lane;
import worldmesh.world.component.ReplicationConfig.OwnerChange;
import worldmesh.world.component.ReplicationConfig.Who;
import worldmesh.world.entity.Trust;

class NetworkedTest {
    @Component("p")
    @Owned
    @Motion
    record Plain(float x) {}

    @Component("p")
    @Networked
    @Motion
    record Spelled(float x) {}

    @Component("p")
    @Networked(replication = @ReplicationConfig(rate = 10, lane = Lane.RELIABLE, interest = 1))
    @Motion
    record Tuned(float x) {}

    @Component("p")
    @Networked(replication = @ReplicationConfig(who = Who.AUTHORITY))
    @Motion
    record Secret(float x) {}

    @Component("p")
    @Networked(replication = @ReplicationConfig(ownerChange = OwnerChange.FIXED))
    record Fixed(float x) {}

    @Component("p")
    @Networked(replication = @ReplicationConfig(ownerChange = OwnerChange.REQUEST))
    record Asked(float x) {}

    @Component("p")
    @Networked(owner = Trust.SHARED, replication = @ReplicationConfig(ownerChange = OwnerChange.REQUEST))
    record AskedOfNobody(float x) {}

    @Component("p")
    @Networked(owner = Trust.CRITICAL)
    record Guarded(float x) {}

    @Component("p")
    @Networked(owner = Trust.SHARED)
    record Open(float x) {}

    @Component("p")
    @Networked
    @Critical record Contradicts(float x) {}

    @Component("p")
    @Networked(replication = @ReplicationConfig(rate = 10))
    record Still(float x) {}

    @Component("p")
    @Networked(replication = @ReplicationConfig(rate = 61))
    @Motion
    record Hasty(float x) {}

    @Component("p")
    @Networked(replication = @ReplicationConfig(interest = -2))
    @Motion
    record Narrow(float x) {}

    @Component("p")
    @Networked(owner = Trust.SHARED, replication = @ReplicationConfig(ownerChange = OwnerChange.FIXED))
    record Nobodys(float x) {}

    private static <T extends Record> ComponentType<T> type(Class<T> type) {
        return Schema.of(type).type(type);
    }

    @Test
    void withoutArgumentsItIsWhatOwnedIs() {
        assertEquals(type(Plain.class).id(), type(Spelled.class).id());
        assertEquals(ReplicationPlan.DEFAULT, type(Plain.class).replication());
        assertEquals(ReplicationPlan.DEFAULT, type(Spelled.class).replication());
        assertEquals(
                new ReplicationPlan(Who.EVERYONE, 20, Lane.STATE, ReplicationConfig.EVERYWHERE, OwnerChange.CLAIM),
                ReplicationPlan.DEFAULT);
        assertEquals(Schema.of(Plain.class).hash(), Schema.of(Spelled.class).hash());
    }

    @Test
    void whatItSaysIsRead() {
        assertEquals(
                new ReplicationPlan(Who.EVERYONE, 10, Lane.RELIABLE, 1, OwnerChange.CLAIM),
                type(Tuned.class).replication());
        assertEquals(Trust.CRITICAL, type(Guarded.class).trust());
        assertEquals(Trust.SHARED, type(Open.class).trust());
        assertEquals(Trust.FIXED, type(Fixed.class).trust());
        assertEquals(Trust.OWNED, type(Asked.class).trust());
        assertEquals(OwnerChange.REQUEST, type(Asked.class).replication().ownerChange());
        assertTrue(type(Tuned.class).replication().settles());
        assertFalse(type(Secret.class).replication().settles());
    }

    @Test
    void onlyWhatReceiversRelyOnIsPartOfTheSchemaHash() {
        assertEquals(Schema.of(Plain.class).hash(), Schema.of(Tuned.class).hash());
        assertEquals(Schema.of(Plain.class).hash(), Schema.of(Asked.class).hash());
        assertNotEquals(Schema.of(Plain.class).hash(), Schema.of(Secret.class).hash());
        assertNotEquals(Schema.of(Plain.class).hash(), Schema.of(Fixed.class).hash());
    }

    @Test
    void contradictionsAndNumbersOutOfRangeAreRefused() {
        assertThrows(SchemaException.class, () -> Schema.of(Contradicts.class));
        assertThrows(SchemaException.class, () -> Schema.of(Still.class));
        assertThrows(SchemaException.class, () -> Schema.of(Hasty.class));
        assertThrows(SchemaException.class, () -> Schema.of(Narrow.class));
        assertThrows(SchemaException.class, () -> Schema.of(Nobodys.class));
        assertThrows(SchemaException.class, () -> Schema.of(AskedOfNobody.class));
    }
}
