"""The values everything else is made of: the ladder, documents, problems, the manifest; nothing here touches the world."""
