"""How long the files of a digest take, from the end of the meeting until the worker has printed all of them."""
