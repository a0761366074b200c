Console.WriteLine("PetStore.PrivateGateway");
