package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Length;

/** The one thing that belongs to everybody: it also has the {@link Terrain} and counts the {@link Shots}. */
@Component("commons")
public record Commons(@Length(max = 256) String name) {}
