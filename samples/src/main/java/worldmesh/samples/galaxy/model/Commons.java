package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;

/** The one thing that belongs to everybody: it also has the {@link Terrain} and counts the {@link Shots}. */
@Component("commons")
public record Commons(String name) {}
