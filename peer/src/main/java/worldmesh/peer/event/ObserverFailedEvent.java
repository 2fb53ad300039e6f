package worldmesh.peer.event;

import worldmesh.peer.error.StateError;
import worldmesh.peer.error.WorldMeshError;

/**
 * An observer threw; the others were told all the same.
 */
public record ObserverFailedEvent(String observer, String problem, Origin origin, long worldMillis)
        implements ErrorNotification {
    @Override
    public WorldMeshError error() {
        return new StateError(null, observer + " did not take the state: " + problem);
    }
}
