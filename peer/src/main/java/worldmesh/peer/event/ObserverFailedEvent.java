package worldmesh.peer.event;

/**
 * An observer threw; the others were told all the same.
 */
public record ObserverFailedEvent(String observer, String problem, Origin origin, long worldMillis)
        implements ErrorNotification {}
